package eu.skyscrapers.ptc.companions;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.PosixOnly;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What bash, zsh and fish offer, each asked itself. */
@PosixOnly
class CompletionTest {
    private static final String ARN = "arn:aws:eks:eu-west-1:123456789012:cluster/staging";

    @TempDir
    private Path temp;

    private Path folder;
    private Path programs;

    @BeforeEach
    void folders() throws IOException {
        folder = Files.createDirectory(temp.resolve("work"));
        programs = Files.createDirectory(temp.resolve("bin"));
        Files.createFile(folder.resolve("report.json"));
        Files.createDirectory(folder.resolve("clusters"));
    }

    /** Tells what it was asked, and answers as kubectl would. */
    private void kubectl() throws IOException {
        Path file = Files.writeString(programs.resolve("kubectl"), """
                #!/bin/sh
                echo "$*" >>'%s/asked'
                case "$*" in
                  *get-contexts*) printf '%%s\\n' prod '%s' 'x;>pwned' '$(>pwned)' '`>pwned`' ;;
                  *get-clusters*) printf '%%s\\n' NAME eks '$(>pwned)' ;;
                  *get-users*) printf '%%s\\n' NAME admin '`>pwned`' ;;
                  *' --context=prod '* | '--context=prod '*) printf '%%s\\n' velero ingress ;;
                esac
                """.formatted(temp, ARN));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> names(Manual manual) {
        return manual.groups().stream()
                .flatMap(group -> group.entries().stream())
                .flatMap(entry -> entry.names().stream())
                .filter(name -> name.startsWith("--"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyLongOptionIsOffered(Shell shell) throws Exception {
        Map<String, List<String>> offers =
                shell.offers(folder, programs, "audit-ecr-ptc --", "audit-ecr-ptc rewrite --", "audit-ecr-ptc --ou");
        assertThat(offers.get("audit-ecr-ptc --"))
                .containsExactlyInAnyOrderElementsOf(names(Manual.all().get(0)));
        assertThat(offers.get("audit-ecr-ptc rewrite --"))
                .containsExactlyInAnyOrderElementsOf(names(Manual.all().get(1)));
        assertThat(offers.get("audit-ecr-ptc --ou")).containsExactly("--output");
    }

    @ParameterizedTest
    @EnumSource
    void theWordsOfAnOptionAreOffered(Shell shell) throws Exception {
        String[] formats = Arrays.stream(Format.values()).map(Format::key).toArray(String[]::new);
        String[] shown = Stream.concat(Arrays.stream(Verdict.values()).map(Verdict::key), Stream.of("unexpected"))
                .toArray(String[]::new);
        Map<String, List<String>> offers = shell.offers(
                folder,
                programs,
                "audit-ecr-ptc -o ",
                "audit-ecr-ptc --output=",
                "audit-ecr-ptc --output js",
                "audit-ecr-ptc --only ",
                "audit-ecr-ptc --only=direct,ex",
                "audit-ecr-ptc --fail-on ",
                "audit-ecr-ptc --fail-on direct,pu",
                "audit-ecr-ptc --color=",
                "audit-ecr-ptc --wait ",
                "audit-ecr-ptc ",
                "audit-ecr-ptc help ");
        assertThat(offers.get("audit-ecr-ptc -o ")).containsExactlyInAnyOrder(formats);
        assertThat(offers.get("audit-ecr-ptc --output=")).containsExactlyInAnyOrder(formats);
        assertThat(offers.get("audit-ecr-ptc --output js")).containsExactly("json");
        assertThat(offers.get("audit-ecr-ptc --only ")).containsExactlyInAnyOrder(shown);
        assertThat(offers.get("audit-ecr-ptc --only=direct,ex")).containsExactly("exempt");
        assertThat(offers.get("audit-ecr-ptc --fail-on "))
                .containsExactlyInAnyOrder("direct", "unexpected", "never", "pull-errors", "not-cached", "boot");
        assertThat(offers.get("audit-ecr-ptc --fail-on direct,pu")).containsExactly("pull-errors");
        assertThat(offers.get("audit-ecr-ptc --color=")).containsExactlyInAnyOrder("auto", "always", "never");
        assertThat(offers.get("audit-ecr-ptc --wait ")).isEmpty();
        assertThat(offers.get("audit-ecr-ptc ")).containsExactlyInAnyOrder("rewrite", "help");
        assertThat(offers.get("audit-ecr-ptc help ")).containsExactlyInAnyOrder("rewrite", "all");
    }

    @ParameterizedTest
    @EnumSource
    void filesAreOfferedWhereAnOptionTakesOne(Shell shell) throws Exception {
        String[] lines = {
            "audit-ecr-ptc --kubeconfig re",
            "audit-ecr-ptc -f re",
            "audit-ecr-ptc --baseline re",
            "audit-ecr-ptc --expect=re",
            "audit-ecr-ptc -o json=re",
            "audit-ecr-ptc --output=json=re",
            "audit-ecr-ptc --cluster-definition re",
            "audit-ecr-ptc --cluster-definition prod=re",
            "audit-ecr-ptc rewrite --cache-rules re"
        };
        assertThat(shell.offers(folder, programs, lines))
                .hasSize(lines.length)
                .allSatisfy((line, offers) -> assertThat(offers).as(line).containsExactly("report.json"));
    }

    @ParameterizedTest
    @EnumSource
    void kubectlNamesContextsAndTheNamespacesOfTheChosenOne(Shell shell) throws Exception {
        kubectl();
        String namespaces = "audit-ecr-ptc --kubeconfig ~/k --context=prod -n ";
        Map<String, List<String>> offers = shell.offers(
                folder,
                programs,
                "audit-ecr-ptc --context ",
                "audit-ecr-ptc --context=p",
                "audit-ecr-ptc --cluster-definition pr",
                namespaces,
                "audit-ecr-ptc --context prod --namespace v");
        assertThat(offers.get("audit-ecr-ptc --context "))
                .containsExactlyInAnyOrder("prod", ARN, "x;>pwned", "$(>pwned)", "`>pwned`");
        assertThat(offers.get("audit-ecr-ptc --context=p")).containsExactly("prod");
        assertThat(offers.get("audit-ecr-ptc --cluster-definition pr")).containsExactly("prod");
        assertThat(offers.get(namespaces)).containsExactlyInAnyOrder("velero", "ingress");
        assertThat(offers.get("audit-ecr-ptc --context prod --namespace v")).containsExactly("velero");
        assertThat(folder.resolve("pwned")).doesNotExist();
        assertThat(Files.readString(temp.resolve("asked")))
                .contains("/k --context=prod --request-timeout=3s get namespaces")
                .contains("--request-timeout=3s config get-contexts -o name");
    }

    @ParameterizedTest
    @EnumSource
    void kubectlNamesClustersAndUsers(Shell shell) throws Exception {
        kubectl();
        Map<String, List<String>> offers = shell.offers(
                folder,
                programs,
                "audit-ecr-ptc --cluster ",
                "audit-ecr-ptc --user ",
                "audit-ecr-ptc --user=a",
                "audit-ecr-ptc --as ",
                "audit-ecr-ptc --context prod --cluster eks --user=admin -n v");
        assertThat(offers.get("audit-ecr-ptc --cluster ")).containsExactlyInAnyOrder("eks", "$(>pwned)");
        assertThat(offers.get("audit-ecr-ptc --user ")).containsExactlyInAnyOrder("admin", "`>pwned`");
        assertThat(offers.get("audit-ecr-ptc --user=a")).containsExactly("admin");
        assertThat(offers.get("audit-ecr-ptc --as ")).isEmpty();
        assertThat(offers.get("audit-ecr-ptc --context prod --cluster eks --user=admin -n v"))
                .containsExactly("velero");
        assertThat(folder.resolve("pwned")).doesNotExist();
        assertThat(Files.readString(temp.resolve("asked")))
                .contains("--context=prod --cluster=eks --user=admin --request-timeout=3s get namespaces");
    }

    /** Those of the current context would be another cluster's. */
    @ParameterizedTest
    @EnumSource
    void noNamespaceIsOfferedOfAServer(Shell shell) throws Exception {
        kubectl();
        String[] lines = {
            "audit-ecr-ptc --context=prod -s https://x -n ",
            "audit-ecr-ptc --context=prod -shttps://x -n ",
            "audit-ecr-ptc --context=prod --server https://x --namespace ",
            "audit-ecr-ptc --context=prod --server=https://x --namespace=v"
        };
        assertThat(shell.offers(folder, programs, lines))
                .hasSize(lines.length)
                .allSatisfy((line, offers) -> assertThat(offers).as(line).isEmpty());
        assertThat(temp.resolve("asked")).doesNotExist();
        String close = "audit-ecr-ptc --context=prod --selector a --tls-server-name x -n v";
        assertThat(shell.offers(folder, programs, close).get(close)).containsExactly("velero");
    }

    @ParameterizedTest
    @EnumSource
    void anArnIsCompletedBehindItsColons(Shell shell) throws Exception {
        kubectl();
        String line = "audit-ecr-ptc --context arn:aws:e";
        assertThat(shell.offers(folder, programs, line).get(line))
                .singleElement()
                .asString()
                .endsWith("eks:eu-west-1:123456789012:cluster/staging");
    }

    /** {@link Shell} holds that nothing is written to standard error. */
    @ParameterizedTest
    @EnumSource
    void withoutKubectlNothingIsOfferedAndNothingIsSaid(Shell shell) throws Exception {
        assertThat(shell.offers(folder, programs, "audit-ecr-ptc --context ", "audit-ecr-ptc -n "))
                .hasSize(2)
                .allSatisfy((line, offers) -> assertThat(offers).as(line).isEmpty());
    }

    @Test
    void whatAShellWouldTakeForItsOwnIsQuoted() {
        assertThat(ZshCompletion.quoted(ZshCompletion.escaped("[a]: it's \\"))).isEqualTo("'\\[a\\]\\: it'\\''s \\\\'");
        assertThat(FishCompletion.quoted("it's \\ $x")).isEqualTo("'it\\'s \\\\ $x'");
    }
}
