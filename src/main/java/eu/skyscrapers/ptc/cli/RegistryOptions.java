package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.CacheSettings;
import eu.skyscrapers.ptc.audit.CreationTemplate;
import eu.skyscrapers.ptc.audit.EksArn;
import eu.skyscrapers.ptc.audit.ResourcePolicy;
import eu.skyscrapers.ptc.policy.CreationTemplates;
import eu.skyscrapers.ptc.policy.RegistryPolicyFile;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the registry has beside its rules, and which accounts need it. */
record RegistryOptions(
        OptionGroup.Value<String> templates, OptionGroup.Value<String> policy, OptionGroup.Values accounts) {
    private static final String TEMPLATES = "--repository-templates";
    private static final String POLICY = "--registry-policy";
    private static final String ACCOUNTS = "--cluster-account";

    static RegistryOptions in(OptionGroup group) {
        return new RegistryOptions(
                group.input(
                        TEMPLATES,
                        "FILE",
                        "Creation templates, as aws ecr prints them",
                        "As printed by aws ecr describe-repository-creation-templates, or - for standard input. Whether"
                                + " nodes may pull from new repositories, what freezes tags and what expires is"
                                + " reported for the prefix of each rule."),
                group.input(
                        POLICY,
                        "FILE",
                        "Registry policy, as aws ecr prints it",
                        "As printed by aws ecr get-registry-policy, or - for standard input. Whether the clusters'"
                                + " accounts may import images and create repositories is reported for the prefix of"
                                + " each rule. Where a registry has no policy, the file holds {}."),
                group.values(
                        ACCOUNTS,
                        "ID",
                        "AWS account of the clusters; repeatable",
                        "Twelve digits. Otherwise that of the ARN that a context, or its cluster in the kubeconfig, is"
                                + " named by."));
    }

    /** The files that were given, by their option. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(TEMPLATES, templates.orElse(""));
        files.put(POLICY, policy.orElse(""));
        files.values().removeIf(String::isEmpty);
        return files;
    }

    /**
     * What these files add to what is known.
     *
     * @param account of the registry
     */
    CacheSettings added(CacheSettings known, String account, ProcessContext process) throws ConfigurationException {
        List<CreationTemplate> allTemplates = known.templates();
        ResourcePolicy itsPolicy = known.policy();
        for (Map.Entry<String, String> each : files().entrySet()) {
            boolean isPolicy = each.getKey().equals(POLICY);
            if (isPolicy ? itsPolicy != null : allTemplates != null) {
                throw new UsageException(each.getKey() + ": the file of --cache-rules has that already; leave it out");
            }
            String name = CacheOptions.nameOf(each.getValue());
            byte[] content = CacheOptions.content(each.getValue(), process);
            if (isPolicy) {
                itsPolicy = RegistryPolicyFile.read(name, content, account);
            } else {
                allTemplates = CreationTemplates.read(name, content, account);
            }
        }
        return new CacheSettings(allTemplates, itsPolicy);
    }

    /**
     * The accounts of clusters, by context.
     *
     * @param named what the kubeconfig calls each
     */
    Map<String, Set<String>> accounts(Map<String, String> named) throws UsageException {
        Set<String> given = new LinkedHashSet<>(accounts.all());
        for (String account : given) {
            if (!account.matches("[0-9]{12}")) {
                throw new UsageException(ACCOUNTS + " " + account + ": an AWS account has twelve digits");
            }
        }
        Map<String, Set<String>> byContext = new HashMap<>();
        named.forEach((context, cluster) -> {
            Set<String> found = Stream.of(context, cluster)
                    .flatMap(name -> EksArn.parse(name).stream())
                    .map(EksArn::account)
                    .limit(1)
                    .collect(Collectors.toSet());
            byContext.put(context, given.isEmpty() ? found : given);
        });
        return byContext;
    }
}
