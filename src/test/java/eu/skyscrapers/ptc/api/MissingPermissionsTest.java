package eu.skyscrapers.ptc.api;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.objects.Scope;
import eu.skyscrapers.ptc.workload.PodKind;
import eu.skyscrapers.ptc.workload.ReadError;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingPermissionsTest {
    private final MissingPermissions missing = new MissingPermissions(List.of(PodKind.POD));

    private void refuse(String error, String namespace, String message) {
        missing.add(error(error), new ResourceList(PodKind.POD, namespace, Scope.ALL, 500), message);
    }

    private static ReadError error(String message) {
        return new ReadError(ReadError.Kind.FORBIDDEN, message);
    }

    private List<String> joined(String... errors) {
        return missing
                .joined(Stream.of(errors).map(MissingPermissionsTest::error).toList())
                .stream()
                .map(ReadError::message)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "pods is forbidden: User \"jane\" cannot list, --user=jane",
                "User \"arn:aws:sts::1:assumed-role/A_b/s@x\" cannot list, --user=arn:aws:sts::1:assumed-role/A_b/s@x",
                "User \"system:serviceaccount:ns:audit\" cannot list, --serviceaccount=ns:audit",
                "User \"system:node:a\" cannot list, --user=system:node:a",
                "User \"Jane Doe; rm -rf $HOME\" cannot list, '--user=Jane Doe; rm -rf $HOME'",
                "User \"a'b\" cannot list, --user=NAME",
                "User \"a\\\"b\" cannot list, --user=NAME",
                "access denied, --user=NAME",
            })
    void theUserIsWhomTheServerNames(String message, String option) {
        refuse("e", "n", message);
        assertThat(joined("e")).singleElement().asString().endsWith(" --role=audit-ecr-ptc-list " + option);
    }

    @Test
    void equalErrorsAreOneAndTheCommandStandsBehindTheLastRefusal() {
        refuse("b", "b", "");
        refuse("a", "a", "");
        refuse("not among them", "c", "");
        List<String> joined = joined("gone", "b", "gone", "a", "gone", "a", "slow");
        assertThat(joined).hasSize(4).startsWith("gone", "b").endsWith("slow");
        assertThat(joined.get(2))
                .startsWith("a; grant the missing permissions with: kubectl create role audit-ecr-ptc-list -n a ")
                .contains(" -n b ")
                .doesNotContain(" -n c ");
    }
}
