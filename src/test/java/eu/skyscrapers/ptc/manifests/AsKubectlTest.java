package eu.skyscrapers.ptc.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.objects.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * YAML that kubectl, by its go-yaml of version 2, reads otherwise than YAML 1.2 is to be read. From each of these
 * kubectl 1.32 makes a pod with the image {@code old/evil} ({@code kubectl label --local -o json -f FILE a=b} shows it).
 */
class AsKubectlTest {
    private static final String POD = """
            x: &evil {image: old/evil}
            y: &good {image: new/good}
            kind: Pod
            spec:
              containers:
              - {name: a, image: new/good}
            """;

    /** Line breaks are written as {@code /n}; the text goes on with the pod's containers, or with its spec. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "refused ~ - image: new/good/n    <<: *evil",
                "refused ~ - {image: new/good, <<: [*evil]}",
                "refused ~ - {image: new/good, ! '<<': *evil}",
                "refused ~ - {image: new/good, ! \"<\\x3c\": *evil}",
                "refused ~ - {image: new/good, !!merge <<: *evil}",
                "refused ~ - {image: new/good, !<tag:yaml.org,2002:merge> \"<<\": *evil}",
                "refused ~ - <<: {image: new/good, <<: *evil}",
                "refused ~ - <<: [{name: a}, {image: new/good, <<: {<<: *evil}}]",
                "refused ~ - &later {image: new/good, <<: *evil}/n  - {<<: *later, name: b}",
                "found   ~ - {<<: *good, <<: *evil}",
                "found   ~ - {<<: [*evil, *good]}",
                "found   ~ - {<<: {<<: *good, <<: *evil}}",
                "found   ~ - {! <<: *evil}",
                "found   ~ - {<<: *good, image: old/evil}",
                "found   ~ - # note\u0085    image: old/evil",
                "found   ~ - # note\u2028    image: old/evil",
                "found   ~ - name: a # note\u2029    image: old/evil",
                "found   ~ - name: a\u0085    image: old/evil",
                "found   ~ - image: >-\u2028        old/evil",
                "found   ~ - image: |-\u0085        old/evil",
                "found   ~ - name: |/n      a\u2028    image: old/evil",
                "refused ~ - {!!binary aW1hZ2U=: old/evil}",
                "refused ~ - {!<tag:yaml.org,2002:binary> aW1hZ2U=: old/evil}",
                "refused ~ - {!!bin%61ry aW1hZ2U=: old/evil}",
                "refused ~ - {image: !!binary b2xkL2V2aWw=}",
                "refused ~ - {<<: {!!binary aW1hZ2U=: old/evil}}",
                "found   ~ - {!<tag:yaml.org,2002:str> image: old/evil}",
                "found   ~ - {image: new/good}/n  !<tag:yaml.org,2002:str> initContainers: [{image: old/evil}]",
                "refused ~ - {image: new/good}/n  !!binary aW5pdENvbnRhaW5lcnM=: [{image: old/evil}]",
                "refused ~ - {image: new/good, ?image: old/evil}",
                "refused ~ - {image: new/good, # x/n     ?image : old/evil}",
                "refused ~ - {name: b, <<: {?image: old/evil}}",
                "refused ~ - {image: new/good}/n  initContainers: [?image: old/evil]",
                "found   ~ - {? image: old/evil}",
                "found   ~ - {image: new/good}/nspec: {containers: [{image: old/evil}]}",
                "refused ~ - {image: old/evil}/nkind: !!binary UG9k",
                "refused ~ - {image: new/good}/n---\u00a0/nkind: Pod/nspec: {containers: [{image: old/evil}]}",
                "found   ~ - {image: new/good}/n--- # \u2028/nkind: Pod/nspec: {containers: [{image: old/evil}]}",
            })
    void theEvilImageIsFoundOrTheTextIsRefused(String outcome, String text) throws IOException {
        String manifest = POD + "  " + text.replace("/n", "\n") + "\n";
        List<String> images = new ArrayList<>();
        boolean refused = SameAsAuditTest.audit(manifest, images);
        assertThat(refused ? "refused" : "found").isEqualTo(outcome);
        assertThat(refused || images.toString().contains("old/evil")).isTrue();
        try {
            Rewriting rewriting = RewritingTest.rewriting(manifest);
            assertThat(rewriting.objections().isEmpty()).isNotEqualTo(refused);
            assertThat(refused || new String(rewriting.after(), UTF_8).contains("new/evil"))
                    .isTrue();
        } catch (MalformedException e) {
            assertThat(refused).as(e.getMessage()).isTrue();
        }
    }
}
