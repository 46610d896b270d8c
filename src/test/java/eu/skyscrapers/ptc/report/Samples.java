package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.AuditRun;
import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Fold;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judge;
import eu.skyscrapers.ptc.audit.Nodes;
import eu.skyscrapers.ptc.audit.PassedOver;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.ReadError.Kind;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Results to report on, and the one way to write them as text. */
final class Samples {
    static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    static final AuditRun RUN = new AuditRun(Instant.parse("2026-11-21T12:00:00Z"), Duration.ofMillis(1234));
    static final Set<Only> ALL = Only.ALL;

    private static final Judge JUDGE = Judge.of(Cache.builtIn(REGISTRY));

    /**
     * The recorded cluster's 62 pods: how many, namespace, workload, then its uses as {@code container=image}, with
     * {@code init:}, {@code ephemeral:} or {@code volume:} before all but plain containers.
     */
    private static final String RECORDED = """
            1 team-data Pod/model-server init:log-shipper=cr.fluentbit.io/fluent/fluent-bit:3.1.9 \
                    server=$PTC/docker-hub/library/python:3.13-slim volume:weights=quay.io/acme/weights:v5
            1 team-shop Job/nightly-28901234 job=registry.k8s.io/e2e-test-images/agnhost:2.53
            1 team-shop Pod/debug-me app=210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop/debug:1 \
                    ephemeral:debugger-x7k2p=busybox:1.36
            1 team-shop Pod/typo app=Quay.io//broken%20image
            2 cert-manager Deployment/cert-manager cert-manager=$PTC/quay/jetstack/cert-manager-controller:v1.16.1
            2 cert-manager Deployment/cert-manager-cainjector \
                    cert-manager-cainjector=$PTC/quay/jetstack/cert-manager-cainjector:v1.16.1
            2 cert-manager Deployment/cert-manager-webhook \
                    cert-manager-webhook=$PTC/quay/jetstack/cert-manager-webhook:v1.16.1
            2 flux-system Deployment/kustomize-controller manager=$PTC/ghcr/fluxcd/kustomize-controller:v1.4.0
            2 flux-system Deployment/source-controller manager=$PTC/ghcr/fluxcd/source-controller:v1.4.1
            2 hnc-system Deployment/hnc-controller-manager manager=gcr.io/k8s-staging-multitenancy/hnc-manager:v1.1.0
            2 ingress Deployment/external-dns external-dns=$PTC/k8s/external-dns/external-dns:v0.15.0
            2 ingress Deployment/ingress-nginx-controller controller=$PTC/k8s/ingress-nginx/controller:v1.11.3@$DIGEST
            2 ingress Deployment/oauth2-proxy oauth2-proxy=$PTC/quay/oauth2-proxy/oauth2-proxy:v7.7.1
            2 keda Deployment/keda-operator keda-operator=$PTC/ghcr/kedacore/keda:2.15.1
            2 kube-system Deployment/aws-load-balancer-controller \
                    aws-load-balancer-controller=public.ecr.aws/eks/aws-load-balancer-controller:v2.10.0
            2 kube-system Deployment/coredns coredns=$EKS/eks/coredns:v1.11.3-eksbuild.2
            2 kube-system Deployment/karpenter controller=public.ecr.aws/karpenter/controller:1.0.8@$DIGEST
            3 kube-system DaemonSet/aws-node aws-node=$EKS/amazon-k8s-cni:v1.19.0-eksbuild.1 \
                    aws-eks-nodeagent=$EKS/amazon/aws-network-policy-agent:v1.1.5-eksbuild.1 \
                    init:aws-vpc-cni-init=$EKS/amazon-k8s-cni-init:v1.19.0-eksbuild.1
            3 kube-system DaemonSet/kube-proxy kube-proxy=$EKS/eks/kube-proxy:v1.31.2-eksbuild.3
            3 observability DaemonSet/alloy alloy=$PTC/docker-hub/grafana/alloy:v1.4.3
            3 observability DaemonSet/node-exporter node-exporter=$PTC/quay/prometheus/node-exporter:v1.8.2
            2 observability Deployment/grafana grafana=$PTC/docker-hub/grafana/grafana:11.3.0 \
                    grafana-sc-dashboard=$PTC/quay/kiwigrid/k8s-sidecar:1.28.0
            2 observability Deployment/kube-state-metrics \
                    kube-state-metrics=$PTC/k8s/kube-state-metrics/kube-state-metrics:v2.13.0
            2 observability StatefulSet/alertmanager-main alertmanager=$PTC/quay/prometheus/alertmanager:v0.27.0
            2 observability StatefulSet/loki loki=$PTC/docker-hub/grafana/loki:3.2.1
            2 observability StatefulSet/prometheus-main prometheus=$PTC/quay/prometheus/prometheus:v2.55.0 \
                    config-reloader=$PTC/quay/prometheus-operator/prometheus-config-reloader:v0.77.2 \
                    init:init-config-reloader=$PTC/quay/prometheus-operator/prometheus-config-reloader:v0.77.2
            2 team-data Deployment/api api=ghcr.io/acme/api@$DIGEST agent=$PTC/internal/agent:4
            2 team-data Deployment/jupyter notebook=quay.io/jupyter/minimal-notebook:2024-10-29 \
                    proxy=$PTC/gitlab/acme/tools/proxy:3.1
            2 team-shop Deployment/web web=210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop/web:2024.11.3 \
                    init:migrate=210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop/web:2024.11.3 nginx=nginx:1.27-alpine
            2 team-shop StatefulSet/redis redis=bitnami/redis:7.4.1
            2 velero Deployment/velero velero=docker.io/velero/velero:v1.15.0 \
                    init:plugin-aws=velero/velero-plugin-for-aws:v1.11.0
            """;

    private Samples() {}

    static String write(Format format, AuditResult result, View view) {
        StringWriter out = new StringWriter();
        try {
            format.write(result, view, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    static View view(int columns) {
        return new View(ALL, false, columns, "1.2.3");
    }

    static AuditResult audit(FailOn failOn, ClusterResult... clusters) {
        return new AuditResult(failOn, Set.of(), List.of(clusters), Review.NONE, List.of(), RUN);
    }

    /** A cluster of one pod that was read completely, with these images and nothing else. */
    static ClusterResult cluster(String name, List<ImageFinding> images) {
        return new ClusterResult(
                name,
                "https://" + name,
                REGISTRY,
                List.of(),
                1,
                0,
                PassedOver.NONE,
                images,
                List.of(),
                List.of(),
                Nodes.NONE);
    }

    /** Every shape that a result can take, by the name of its golden file. */
    static Map<String, AuditResult> all() {
        Map<String, AuditResult> samples = new LinkedHashMap<>();
        samples.put("recorded", audit(FailOn.DIRECT, recorded()));
        samples.put("passed", audit(FailOn.DIRECT, passed()));
        samples.put("expected", audit(FailOn.UNEXPECTED, expected()));
        samples.put("never", audit(FailOn.NEVER, expected()));
        samples.put("odd", audit(FailOn.DIRECT, odd()));
        samples.put("incomplete", audit(FailOn.NEVER, incomplete()));
        samples.put("nothing", audit(FailOn.DIRECT, nothing()));
        samples.put("three-clusters", audit(FailOn.DIRECT, passed(), recorded(), incomplete()));
        samples.put("passed-clusters", audit(FailOn.UNEXPECTED, passed(), expected()));
        samples.put("common-images", audit(FailOn.DIRECT, common("development"), common("production"), unread()));
        samples.put("outage", audit(FailOn.DIRECT, outage()));
        samples.put(
                "clean-clusters", audit(FailOn.DIRECT, renamed("development", passed()), renamed("staging", passed())));
        return samples;
    }

    /** Shares its direct images with its twin, and has some of its own. */
    private static ClusterResult common(String name) {
        Fold fold = fold("""
                2 hnc-system Deployment/hnc-controller-manager manager=gcr.io/k8s-staging-multitenancy/hnc-manager:v1.1.0
                3 kube-system DaemonSet/kube-proxy kube-proxy=$EKS/eks/kube-proxy:v1.31.2-eksbuild.3
                1 logging Pod/shipper init:ship=cr.fluentbit.io/fluent/fluent-bit:3.1.9
                2 velero Deployment/velero velero=docker.io/velero/velero:v1.15.0 \
                        init:plugin-aws=velero/velero-plugin-for-aws:v1.11.0
                2 team-NAME Deployment/web nginx=nginx:1.27-alpine own=quay.io/acme/NAME:v5
                1 team-data StatefulSet/redis redis=bitnami/redis@$DIGEST
                """.replace("NAME", name));
        Workload workload = new Workload("shop", "CronJob", "report-of-" + name);
        ImageUse nginx = new ImageUse("nginx:1.27-alpine", "serve", ContainerType.CONTAINER);
        fold.accept(new PodImages(workload.name(), workload, true, List.of(nginx)));
        for (int i = 10; i < (name.equals("production") ? 26 : 14); i++) {
            ImageUse redis = new ImageUse("redis", "redis", ContainerType.CONTAINER);
            Workload cache = new Workload("tenant-" + i, "Deployment", "cache");
            fold.accept(new PodImages(cache.name(), cache, false, List.of(redis)));
        }
        return cluster("arn:aws:eks:eu-west-1:111122223333:cluster/" + name, List.of(), fold);
    }

    /** A platform on 14 nodes whose system images come from their upstreams; with a row for each workload. */
    static ClusterResult outage() {
        Fold fold = new Fold(true);
        String rows = """
                14 monitoring  DaemonSet/alloy          -                       IfNotPresent docker.io/grafana/alloy:v1.4.3
                12 velero      DaemonSet/node-agent     -                       IfNotPresent velero/velero:v1.15.0
                2  velero      Deployment/velero        -                       IfNotPresent docker.io/velero/velero:v1.15.0
                2  kube-system Deployment/coredns       system-cluster-critical IfNotPresent registry.k8s.io/coredns/coredns:v1.11.3
                2  kube-system Deployment/csi           system-node-critical    Always       registry.k8s.io/sig-storage/csi:v1
                3  shop        Deployment/web           -                       Always       nginx:1.27-alpine
                1  shop        Deployment/api           -                       Always       docker.io/library/nginx:1.27-alpine
                1  shop        StatefulSet/db           -                       IfNotPresent quay.io/acme/db:5
                4  ingress     Deployment/proxy         low                     -            ghcr.io/acme/proxy
                """;
        rows.lines().map(row -> row.split(" +", -1)).forEach(row -> {
            String[] owner = row[2].split("/", 2);
            ImageUse use = new ImageUse(row[5], "main", ContainerType.CONTAINER, null, row[4].replace("-", ""));
            Workload workload = new Workload(row[1], owner[0], owner[1]);
            for (int i = 0; i < Integer.parseInt(row[0]); i++) {
                fold.accept(new PodImages(
                        owner[1] + "-" + i,
                        workload,
                        false,
                        null,
                        false,
                        "",
                        null,
                        List.of(),
                        List.of(use),
                        row[3].equals("-") ? "" : row[3],
                        "node-" + (owner[0].equals("DaemonSet") ? i : i % 14),
                        0));
            }
        });
        return cluster("platform", List.of(), fold);
    }

    /** Nothing at all could be read of it. */
    static ClusterResult unread() {
        return cluster("staging", List.of(new ReadError(Kind.UNREACHABLE, "connection refused")), new Fold(true));
    }

    private static ClusterResult renamed(String name, ClusterResult cluster) {
        return new ClusterResult(
                name,
                cluster.server(),
                REGISTRY,
                cluster.readErrors(),
                cluster.pods(),
                cluster.templates(),
                cluster.passedOver(),
                cluster.images(),
                cluster.pullErrors(),
                cluster.drift(),
                Nodes.NONE);
    }

    static ClusterResult recorded() {
        return cluster("arn:aws:eks:eu-west-1:111122223333:cluster/production", List.of(), fold(RECORDED));
    }

    private static ClusterResult passed() {
        return cluster(
                "development",
                List.of(),
                fold("3 observability DaemonSet/alloy alloy=$PTC/docker-hub/grafana/alloy:v1.4.3\n"));
    }

    /** Its only direct image is accepted. */
    private static ClusterResult expected() {
        return cluster("staging", List.of(), fold("""
                        2 hnc-system Deployment/hnc-controller-manager manager=gcr.io/k8s-staging-multitenancy/hnc-manager:v1.1.0
                        3 kube-system DaemonSet/kube-proxy kube-proxy=$EKS/eks/kube-proxy:v1.31.2-eksbuild.3
                        """));
    }

    private static ClusterResult incomplete() {
        return cluster(
                "production",
                List.of(
                        new ReadError(
                                Kind.FORBIDDEN,
                                "namespace team-shop: 403 Forbidden: User \"ci\" cannot list resource \"pods\" in API group \"\""),
                        new ReadError(Kind.UNAVAILABLE, "the server closed the connection after 2 pods")),
                fold("2 ingress Deployment/oauth2-proxy oauth2-proxy=$PTC/quay/oauth2-proxy/oauth2-proxy:v7.7.1\n"));
    }

    private static ClusterResult nothing() {
        return new ClusterResult(
                "empty.yaml",
                null,
                REGISTRY,
                List.of(new ReadError(Kind.EMPTY, "no pod and no pod template was found in empty.yaml")),
                0,
                0,
                new PassedOver(new TreeMap<>(Map.of("ConfigMap", 2L, "Service", 1L))),
                List.of(),
                List.of(),
                List.of(),
                Nodes.NONE);
    }

    /** Files: templates, no namespace, a workload of everybody, every reason that the recorded cluster has not. */
    private static ClusterResult odd() {
        Fold fold = fold("""
                1 - Pod/a a=cgr.dev/chainguard/nginx:latest
                1 - Pod/a init:b=mcr.microsoft.com/dotnet/runtime@$DIGEST
                """);
        for (int i = 10; i < 22; i++) {
            Workload workload = new Workload("tenant-" + i, "Deployment", "shared");
            ImageUse direct = new ImageUse("redis", "redis", ContainerType.CONTAINER);
            ImageUse quiet = new ImageUse("public.ecr.aws/docker/library/redis:7", "old", ContainerType.CONTAINER);
            fold.accept(new PodImages(workload.name(), workload, true, List.of(direct, quiet)));
        }
        Workload job = new Workload("batch", "CronJob", "a-name-that-is-as-long-as-names-of-cron-jobs-may-be-xx");
        fold.accept(new PodImages(
                job.name(),
                job,
                true,
                List.of(
                        new ImageUse("", "none", ContainerType.CONTAINER),
                        new ImageUse(" ", "blank", ContainerType.CONTAINER),
                        new ImageUse("quay.io/" + "long/".repeat(50) + "x:1", "long", ContainerType.CONTAINER),
                        new ImageUse("sha256:" + "0".repeat(64), "id", ContainerType.CONTAINER))));
        List.of("Service", "ConfigMap", "ConfigMap", "Prometheus").forEach(fold::passOver);
        return cluster(null, List.of(), fold);
    }

    private static ClusterResult cluster(@Nullable String context, List<ReadError> errors, Fold fold) {
        return context == null
                ? fold.result("deploy.yaml, jobs.json", null, errors, "nothing to audit", JUDGE)
                : fold.result(
                        context, "https://0A1B2C.gr7.eu-west-1.eks.amazonaws.com", errors, "nothing to audit", JUDGE);
    }

    private static Fold fold(String rows) {
        Fold fold = new Fold(true);
        rows.replaceAll(" +", " ").lines().map(row -> row.split(" ", -1)).forEach(row -> {
            PodImages pod = pod(row);
            IntStream.range(0, Integer.parseInt(row[0])).forEach(i -> fold.accept(pod));
        });
        return fold;
    }

    private static PodImages pod(String[] row) {
        String[] owner = row[2].split("/", 2);
        List<ImageUse> uses =
                List.of(row).subList(3, row.length).stream().map(Samples::use).toList();
        Workload workload = new Workload(row[1].equals("-") ? "" : row[1], owner[0], owner[1]);
        return new PodImages(owner[1], workload, false, uses);
    }

    private static ImageUse use(String text) {
        int equals = text.indexOf('=');
        int colon = text.substring(0, equals).indexOf(':');
        ContainerType type = switch (text.substring(0, Math.max(0, colon))) {
            case "init" -> ContainerType.INIT_CONTAINER;
            case "ephemeral" -> ContainerType.EPHEMERAL_CONTAINER;
            case "volume" -> ContainerType.IMAGE_VOLUME;
            default -> ContainerType.CONTAINER;
        };
        String image = text.substring(equals + 1)
                .replace("$PTC", REGISTRY)
                .replace("$EKS", "602401143452.dkr.ecr.eu-west-1.amazonaws.com")
                .replace("$DIGEST", "sha256:" + "0123456789abcdef".repeat(4))
                .replace("%20", " ");
        return new ImageUse(image, text.substring(colon + 1, equals), type);
    }
}
