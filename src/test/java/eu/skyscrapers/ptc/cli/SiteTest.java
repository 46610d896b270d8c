package eu.skyscrapers.ptc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.companions.Manual;
import eu.skyscrapers.ptc.report.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages are read in the repository and, built by GitHub's Jekyll from their folder alone, as a site. */
class SiteTest {
    private static final Path DOCS = Path.of(".github/docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern IN_THE_REPOSITORY =
            Pattern.compile("https://github\\.com/skyscrapers/audit-ecr-ptc/(?:blob|tree)/main/(.*)");
    /** Options, variables and choices; and all else that Markdown would take as its own. */
    private static final Pattern CODE_OR_MARK =
            Pattern.compile("(?<![\\w-])(--?[a-z][a-z-]*)(?![\\w-])|(\\$?[A-Z]+_[A-Z_]+)|([\\\\`*_{}\\[\\]<>|$~])");

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** A link out of the folder would lead nowhere on the site, so it names the repository. */
    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhereOnTheSiteToo(Path page) throws IOException {
        assertThat(LINK.matcher(Files.readString(page)).results())
                .extracting(link -> link.group(1))
                .allSatisfy(link -> {
                    Matcher there = IN_THE_REPOSITORY.matcher(link);
                    if (there.matches()) {
                        assertThat(Path.of(there.group(1))).exists();
                    } else if (!link.startsWith("http")) {
                        assertThat(DOCS.resolve(link).normalize()).startsWith(DOCS);
                    }
                });
    }

    /** Jekyll would fill in what is in its braces. */
    @ParameterizedTest
    @MethodSource("pages")
    void bracesAreRaw(Path page) throws IOException {
        assertThat(Files.readString(page).replaceAll("(?s)<!-- \\{% raw %}.*?\\{% endraw %} -->", ""))
                .doesNotContain("{{", "{%")
                .startsWith("# ");
    }

    /** GitHub knows a table without an empty line above it, and Jekyll does not. */
    @ParameterizedTest
    @MethodSource("pages")
    void tablesStandApart(Path page) throws IOException {
        assertThat(Files.readString(page))
                .doesNotContainPattern("\\n[^|\\n][^\\n]*\\n *\\|[^\\n]*\\n *\\|[-:|]+\\|\\n");
    }

    @Test
    void theNavigationLeadsToPages() throws IOException {
        Matcher listed =
                Pattern.compile("header_pages: \\[(.*)]").matcher(Files.readString(DOCS.resolve("_config.yml")));
        assertThat(listed.find()).isTrue();
        assertThat(listed.group(1).split(", "))
                .allSatisfy(page -> assertThat(DOCS.resolve(page)).exists());
    }

    @Test
    void theOptionsAreThoseOfTheProgram() {
        StringBuilder text =
                new StringBuilder("# Options\n\nWhat the man page says of them; `--help all` has a line for each."
                        + " All can come from the [environment](reference.md#how-it-reads-a-cluster).\n");
        Set<Manual.Entry> known = new HashSet<>();
        for (Manual manual : Manual.all()) {
            text.append("\n## ").append(manual.call()).append("\n\n");
            manual.synopsis().forEach(call -> text.append("    ").append(call).append('\n'));
            List<String> again = new ArrayList<>();
            for (Manual.Group group : manual.groups()) {
                List<String> entries = new ArrayList<>();
                for (Manual.Entry entry : group.entries()) {
                    if (known.add(entry)) {
                        entries.add(entry(entry));
                    } else {
                        again.add("`" + entry.heading() + "`");
                    }
                }
                if (!entries.isEmpty()) {
                    text.append("\n### ").append(group.title()).append("\n\n").append(String.join("", entries));
                }
            }
            if (!again.isEmpty()) {
                text.append("\nAs above: ").append(String.join(", ", again)).append(".\n");
            }
        }
        Golden.assertIs(DOCS.resolve("options.md"), text.toString());
    }

    private static String entry(Manual.Entry entry) {
        String sentences = entry.brief() + ". " + String.join(" ", entry.details());
        return "- **`" + entry.heading() + "`** " + marked(sentences.strip()) + "\n";
    }

    private static String marked(String text) {
        return CODE_OR_MARK
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(3) == null ? "`" + found.group() + "`" : "\\" + found.group()));
    }
}
