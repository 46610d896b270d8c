package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The benchmarks' pom measures what the program's pom builds. */
class BenchmarkPomTest {
    private static final Pattern VERSION = Pattern.compile("<([a-z0-9-]+\\.version)>([^<]+)</");

    @Test
    void hasTheProgramsVersions() throws Exception {
        Map<String, String> program = versions("pom.xml");
        Map<String, String> benchmarks = versions("src/benchmark/pom.xml");
        benchmarks.remove("jmh.version");
        assertThat(benchmarks).hasSizeGreaterThan(4);
        assertThat(program).containsAllEntriesOf(benchmarks);
    }

    private static Map<String, String> versions(String pom) throws Exception {
        return VERSION.matcher(Files.readString(Path.of(pom)))
                .results()
                .collect(Collectors.toMap(each -> each.group(1), each -> each.group(2)));
    }
}
