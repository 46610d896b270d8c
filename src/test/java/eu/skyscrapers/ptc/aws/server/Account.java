package eu.skyscrapers.ptc.aws.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What an account has. All of it is made when it is first asked for. */
public final class Account {
    private final TestAws aws;
    private final String id;
    private final Partition partition;
    private final Map<String, Principal> principals = new ConcurrentHashMap<>();
    private final Map<String, Registry> registries = new ConcurrentHashMap<>();
    private final Map<String, Clusters> clusters = new ConcurrentHashMap<>();
    private final Map<String, Secrets> secrets = new ConcurrentHashMap<>();

    Account(TestAws aws, String id, Partition partition) {
        this.aws = aws;
        this.id = id;
        this.partition = partition;
    }

    public String id() {
        return id;
    }

    /** The name may have a path, {@code team/auditor} for example. */
    public Principal role(String name) {
        return principal("role", name);
    }

    public Principal user(String name) {
        return principal("user", name);
    }

    private Principal principal(String kind, String name) {
        Principal principal = new Principal(this, kind, name);
        Principal before = principals.putIfAbsent(principal.arn(), principal);
        return before == null ? principal : before;
    }

    /** ECR of a region. */
    public Registry registry(String region) {
        return registries.computeIfAbsent(region, each -> new Registry(this, each));
    }

    /** EKS: an active cluster, at first without an endpoint that answers. */
    public Cluster cluster(String region, String name) {
        return clusters(region).cluster(name);
    }

    /** Secrets Manager of a region. */
    public Secrets secrets(String region) {
        return secrets.computeIfAbsent(region, each -> new Secrets(this, each));
    }

    Clusters clusters(String region) {
        return clusters.computeIfAbsent(region, each -> new Clusters(this, each));
    }

    /** Null where there is none. */
    Principal principal(String arn) {
        return principals.get(arn);
    }

    Partition partition() {
        return partition;
    }

    TestAws aws() {
        return aws;
    }

    String arn(String service, String region, String resource) {
        return "arn:%s:%s:%s:%s:%s".formatted(partition.id, service, region, id, resource);
    }
}
