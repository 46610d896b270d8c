package eu.skyscrapers.ptc.objects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerTest {
    /** A CronJob names a Job after the minute it was scheduled for; any other number is a name. */
    @ParameterizedTest
    @CsvSource({
        "nightly-28901234,  CronJob, nightly",
        "nightly-24000000,  CronJob, nightly",
        "nightly-23999999,  Job,     nightly-23999999",
        "nightly-39999999,  CronJob, nightly",
        "nightly-40000000,  Job,     nightly-40000000",
        "nightly-99999999,  Job,     nightly-99999999",
        "nightly-20261121,  Job,     nightly-20261121",
        "nightly-2890123x,  Job,     nightly-2890123x",
        "nightly-289012345, Job,     nightly-289012345",
        "nightly28901234,   Job,     nightly28901234",
        "-28901234,         Job,     -28901234",
        "a-28901234,        CronJob, a",
    })
    void theMinuteAtTheEndOfAJobsNameTellsItsCronJob(String job, String kind, String name) {
        assertThat(new Owner("Job", job).workloadOf("n", "pod", ""))
                .extracting(workload -> workload.kind(), workload -> workload.name())
                .containsExactly(kind, name);
    }
}
