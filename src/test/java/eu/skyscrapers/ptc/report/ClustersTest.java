package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.report.page.ClusterNames;
import eu.skyscrapers.ptc.report.page.Clusters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClustersTest {
    private static final String ARN = "arn:aws:eks:eu-west-1:111122223333:cluster/";

    @Test
    void areCalledByTheirOwnNameWhereNoOtherIs() {
        ClusterNames names = new ClusterNames(List.of(
                ARN + "prod",
                "arn:aws-us-gov:eks:us-gov-east-1:111122223333:cluster/prod",
                ARN + "dev",
                ARN + "test",
                "test",
                "kind-x"));
        assertThat(List.of(ARN + "prod", ARN + "dev", ARN + "test", "test", "kind-x", "arn:aws:iam::1:user/x"))
                .extracting(names::shortOf)
                .containsExactly(ARN + "prod", "dev", ARN + "test", "test", "kind-x", "arn:aws:iam::1:user/x");
    }

    @Test
    void unreadComeFirstAndThenThoseWithTheMostUnexpectedImages() {
        Map<String, AuditResult> samples = Samples.all();
        ClusterResult passed = samples.get("passed").clusters().get(0);
        ClusterResult expected = samples.get("expected").clusters().get(0);
        ClusterResult odd = samples.get("odd").clusters().get(0);
        ClusterResult recorded = samples.get("recorded").clusters().get(0);
        assertThat(Clusters.worstFirst(Samples.audit(FailOn.DIRECT, passed, odd, expected, recorded, Samples.unread())))
                .containsExactly(4, 3, 1, 2, 0);
        assertThat(Clusters.unread(Samples.unread())).isTrue();
        assertThat(Clusters.unread(passed)).isFalse();
        assertThat(Clusters.unread(samples.get("incomplete").clusters().get(0))).isFalse();
    }
}
