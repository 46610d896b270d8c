package eu.skyscrapers.ptc.benchmark;

import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.Classifier;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One image's way through the parser alone, and through the classifier, which parses it too. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ImageBenchmark {
    /** One of each sort that clusters hold, so that no branch is taken always. */
    private final List<String> images = List.of(
            PageServer.REGISTRY + "/quay/jetstack/cert-manager-controller:v1.16.2",
            PageServer.REGISTRY + "/k8s/ingress-nginx/controller:v1.11.3@sha256:" + "5e".repeat(32),
            "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns:v1.11.3-eksbuild.2",
            "public.ecr.aws/eks-distro/kubernetes/pause:3.10",
            "nginx",
            "docker.io/velero/velero:v1.15.0",
            "ghcr.io/kedacore/keda:2.15.1",
            "gcr.io/k8s-staging-multitenancy/hnc-manager:v1.1.0");

    private final Classifier classifier = new Classifier(Cache.builtIn(PageServer.REGISTRY));

    @Benchmark
    @OperationsPerInvocation(8)
    public void parse(Blackhole sink) throws InvalidReferenceException {
        for (String image : images) {
            ImageReference reference = ImageReference.parse(image);
            sink.consume(reference);
        }
    }

    @Benchmark
    @OperationsPerInvocation(8)
    public void parseAndClassify(Blackhole sink) {
        for (String image : images) {
            Judgment judgment = classifier.classify(image);
            sink.consume(judgment);
        }
    }
}
