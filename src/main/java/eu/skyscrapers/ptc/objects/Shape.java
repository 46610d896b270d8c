package eu.skyscrapers.ptc.objects;

import java.util.List;

/**
 * Where a kind that is not Kubernetes' own holds images besides its lists of containers, which are found in any kind. For
 * an operator that is not in the table, add a row.
 *
 * @param group of the API, without the version
 * @param kinds parted by blanks; {@code *} for all of the group
 * @param path names of fields parted by dots, each also within every item of a list; {@code *} for any field, {@code **} for
 *     any number of them; empty for the object itself
 */
record Shape(String group, String kinds, Holds holds, String path) {
    enum Holds {
        /** A reference, or a mapping with its parts. */
        IMAGE,
        /** The values of a chart, which may be YAML in a string. */
        VALUES,
        /** The values of a chart as {@code helm --set} takes them: a mapping, or a list of name and value. */
        SETTINGS,
        /** The entries of kustomize: {@code newName}, {@code newTag}, {@code digest}. */
        IMAGES,
        /** Something that makes pods which only rendering shows. */
        CHART
    }

    // What kustomize takes a file for that is called so and does not say what it is.
    static final String KUSTOMIZATION = "Kustomization";
    static final String KUSTOMIZATION_VERSION = "kustomize.config.k8s.io/v1beta1";

    static final List<Shape> TABLE = List.of(
            new Shape("monitoring.coreos.com", "Prometheus PrometheusAgent", Holds.IMAGE, "spec.image"),
            new Shape("monitoring.coreos.com", "Prometheus PrometheusAgent", Holds.IMAGE, "spec.thanos.image"),
            new Shape("monitoring.coreos.com", "Alertmanager ThanosRuler", Holds.IMAGE, "spec.image"),
            new Shape("operator.victoriametrics.com", "VMAgent VMAlert VMAuth VMSingle", Holds.IMAGE, "spec.image"),
            new Shape("operator.victoriametrics.com", "VMAlertmanager", Holds.IMAGE, "spec.image"),
            new Shape("operator.victoriametrics.com", "VMCluster", Holds.IMAGE, "spec.*.image"),
            new Shape("opentelemetry.io", "OpenTelemetryCollector", Holds.IMAGE, "spec.image"),
            new Shape("opentelemetry.io", "OpenTelemetryCollector", Holds.IMAGE, "spec.targetAllocator.image"),
            new Shape("opentelemetry.io", "Instrumentation", Holds.IMAGE, "spec.*.image"),
            new Shape("tekton.dev", "*", Holds.IMAGE, "spec.**.steps.image"),
            new Shape("tekton.dev", "*", Holds.IMAGE, "spec.**.sidecars.image"),
            new Shape("tekton.dev", "*", Holds.IMAGE, "spec.**.stepTemplate.image"),
            new Shape("tekton.dev", "StepAction", Holds.IMAGE, "spec.image"),
            new Shape("kafka.strimzi.io", "*", Holds.IMAGE, "spec.**.image"),
            new Shape("sparkoperator.k8s.io", "*", Holds.IMAGE, "spec.**.image"),
            new Shape("actions.summerwind.dev", "*", Holds.IMAGE, "spec.**.image"),
            new Shape("gateway.envoyproxy.io", "EnvoyProxy", Holds.IMAGE, "spec.**.container.image"),
            new Shape("ceph.rook.io", "CephCluster", Holds.IMAGE, "spec.cephVersion.image"),
            new Shape("minio.min.io", "Tenant", Holds.IMAGE, "spec.image"),
            new Shape("kubevirt.io", "*", Holds.IMAGE, "spec.**.containerDisk.image"),
            new Shape("postgresql.cnpg.io", "Cluster", Holds.IMAGE, "spec.imageName"),
            new Shape("postgresql.cnpg.io", "ImageCatalog ClusterImageCatalog", Holds.IMAGE, "spec.images.image"),
            new Shape("postgres-operator.crunchydata.com", "PostgresCluster", Holds.IMAGE, "spec.**.image"),
            new Shape("upgrade.cattle.io", "Plan", Holds.IMAGE, "spec.*.image"),
            new Shape("acid.zalan.do", "postgresql", Holds.IMAGE, "spec.dockerImage"),
            new Shape("argoproj.io", "*", Holds.IMAGE, "spec.**.container.image"),
            new Shape("argoproj.io", "*", Holds.IMAGE, "spec.**.script.image"),
            new Shape("argoproj.io", "*", Holds.IMAGE, "spec.**.sidecars.image"),
            new Shape("argoproj.io", "Application ApplicationSet", Holds.CHART, ""),
            new Shape("argoproj.io", "Application ApplicationSet", Holds.VALUES, "spec.**.helm.values"),
            new Shape("argoproj.io", "Application ApplicationSet", Holds.VALUES, "spec.**.helm.valuesObject"),
            new Shape("argoproj.io", "Application ApplicationSet", Holds.SETTINGS, "spec.**.helm.parameters"),
            new Shape("argoproj.io", "Application ApplicationSet", Holds.IMAGES, "spec.**.kustomize.images"),
            new Shape("helm.toolkit.fluxcd.io", "HelmRelease", Holds.CHART, ""),
            new Shape("helm.toolkit.fluxcd.io", "HelmRelease", Holds.VALUES, "spec.values"),
            new Shape("helm.toolkit.fluxcd.io", "HelmRelease", Holds.IMAGES, "spec.postRenderers.kustomize.images"),
            new Shape("helm.fluxcd.io", "HelmRelease", Holds.CHART, ""),
            new Shape("helm.fluxcd.io", "HelmRelease", Holds.VALUES, "spec.values"),
            new Shape("kustomize.toolkit.fluxcd.io", "Kustomization", Holds.IMAGES, "spec.images"),
            new Shape("kustomize.config.k8s.io", "Kustomization Component", Holds.IMAGES, "images"),
            new Shape("kustomize.config.k8s.io", "Kustomization Component", Holds.CHART, "helmCharts"),
            new Shape("kustomize.config.k8s.io", "Kustomization Component", Holds.VALUES, "helmCharts.valuesInline"),
            new Shape("helm.cattle.io", "HelmChart HelmChartConfig", Holds.CHART, ""),
            new Shape("helm.cattle.io", "HelmChart HelmChartConfig", Holds.VALUES, "spec.valuesContent"),
            new Shape("helm.cattle.io", "HelmChart", Holds.SETTINGS, "spec.set"),
            new Shape("helm.cattle.io", "HelmChart", Holds.IMAGE, "spec.jobImage"));

    boolean isOf(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return slash == group.length()
                && apiVersion.startsWith(group)
                && (kinds.equals("*") || List.of(kinds.split(" ")).contains(kind));
    }
}
