package eu.skyscrapers.ptc.aws;

import eu.skyscrapers.ptc.audit.EksArn;
import eu.skyscrapers.ptc.aws.AwsException.Kind;
import eu.skyscrapers.ptc.kubeconfig.ClusterAccess;
import eu.skyscrapers.ptc.kubeconfig.Environment;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.Words;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ListClustersResponse;
import software.amazon.awssdk.services.eks.model.VpcConfigResponse;
import software.amazon.awssdk.services.sts.StsClient;

/** EKS of one account in one region, as whoever asks is let in there. Safe for use by many threads. */
public final class EksClusters {
    private static final String SESSION = "audit-ecr-ptc";
    private static final String EVERYWHERE = "0.0.0.0/0";
    private static final String DESCRIBE = "eks:DescribeCluster";

    private final AwsCaller caller;
    private final String region;
    private final @Nullable String role;
    private final EksClient eks;

    /** @param role to assume, by its ARN; null for none */
    public EksClusters(AwsCaller user, String region, @Nullable String role) {
        this.caller = role == null ? user : user.assuming(role, SESSION, region);
        this.region = region;
        this.role = role;
        this.eks = caller.configured(EksClient.builder(), region).build();
    }

    /** The names of all clusters. */
    public List<String> names() throws AwsException {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String next = "";
        do {
            // A list whose pages lead back would never end.
            if (!seen.add(next)) {
                throw failed("eks:ListClusters failed: its pages lead back to one that was read already");
            }
            String token = next.isEmpty() ? null : next;
            ListClustersResponse page =
                    caller.call("eks:ListClusters", () -> eks.listClusters(request -> request.nextToken(token)));
            if (!page.hasClusters()) {
                throw failed("eks:ListClusters failed: the answer of " + caller.lastHost()
                        + " is not one of AWS, there is no list in it");
            }
            names.addAll(page.clusters());
            next = Objects.requireNonNullElse(page.nextToken(), "");
        } while (!next.isEmpty());
        return names;
    }

    /**
     * The way to a cluster.
     *
     * @param arn what the cluster has to be; null where its name is enough
     * @throws AwsException where there is none; the message says why, and what helps
     */
    public ClusterAccess access(String name, @Nullable String arn, Environment environment) throws AwsException {
        Cluster cluster;
        try {
            cluster = caller.call(
                    DESCRIBE,
                    () -> eks.describeCluster(request -> request.name(name)).cluster());
        } catch (AwsException e) {
            throw e.kind() == Kind.NOT_FOUND ? missing(name, e) : e;
        }
        if (cluster == null || cluster.arn() == null) {
            throw failed(DESCRIBE + " of " + Words.quote(name) + " answered without a cluster");
        }
        if (arn != null && !arn.equals(cluster.arn())) {
            throw failed("who asks is of account "
                    + EksArn.parse(cluster.arn()).map(EksArn::account).orElse("?")
                    + ", which has a cluster of that name too; name a role of the other account with --role-arn");
        }
        String state = cluster.statusAsString();
        if (List.of("CREATING", "PENDING").contains(state)) {
            throw failed("the cluster is being made (" + state + "); audit it once it is ACTIVE");
        }
        if ("DELETING".equals(state)) {
            throw failed("the cluster is being deleted (" + state + "); leave it out with --exclude-context");
        }
        if ("FAILED".equals(state) || cluster.endpoint() == null || cluster.certificateAuthority() == null) {
            throw failed("the cluster has no API server (" + state + "); aws eks describe-cluster --region " + region
                    + " --name " + name + " shows why, under health");
        }
        // On Outposts the token is for the id.
        String signedFor = Objects.requireNonNullElse(cluster.id(), cluster.name());
        try {
            return ClusterAccess.of(
                    cluster.arn(),
                    cluster.endpoint(),
                    Objects.requireNonNullElse(cluster.certificateAuthority().data(), ""),
                    new EksToken(caller, signedFor, region, Clock.systemUTC()),
                    reachable(cluster.resourcesVpcConfig()),
                    environment);
        } catch (InvalidValueException e) {
            throw failed("the endpoint or authority in the answer to eks:DescribeCluster " + e.predicate());
        } catch (ConfigurationException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    /** For a cluster that nothing but its name is known of. */
    public String arn(String name) {
        String account = account();
        return account.isEmpty()
                ? name
                : EksArn.of(PartitionMetadata.of(Region.of(region)).id(), region, account, name);
    }

    private String account() {
        if (role != null) {
            return role.split(":", -1)[4];
        }
        try {
            return caller.call(
                    "sts:GetCallerIdentity",
                    () -> caller.configured(StsClient.builder(), region)
                            .build()
                            .getCallerIdentity()
                            .account());
        } catch (AwsException e) {
            return "";
        }
    }

    private AwsException missing(String name, AwsException refused) {
        String known;
        try {
            known = Words.suggestions(name, names());
        } catch (AwsException e) {
            known = "are account and region right?";
        }
        return new AwsException(
                Kind.NOT_FOUND,
                "there is no EKS cluster " + Words.quote(name) + " in " + region + ", asked as " + caller.name() + "; "
                        + known,
                refused);
    }

    private static AwsException failed(String message) {
        return new AwsException(Kind.FINAL, message, null);
    }

    private static String reachable(@Nullable VpcConfigResponse network) {
        if (network == null) {
            return "";
        }
        if (Boolean.FALSE.equals(network.endpointPublicAccess())) {
            return "its endpoint is private: run inside its VPC";
        }
        return network.hasPublicAccessCidrs() && !network.publicAccessCidrs().contains(EVERYWHERE)
                ? "its public endpoint is open to " + String.join(", ", network.publicAccessCidrs())
                        + " alone: is this machine there?"
                : "";
    }
}
