package eu.skyscrapers.ptc.companions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real shell, asked what it offers at the end of a line. */
@SuppressWarnings("ImmutableEnumChecker") // The lists are never changed.
enum Shell {
    BASH("bash-completion/completions/audit-ecr-ptc", "bash", "--norc", "--noprofile"),
    ZSH("zsh/site-functions/_audit-ecr-ptc", "zsh", "-f"),
    FISH("fish/vendor_completions.d/audit-ecr-ptc.fish", "fish", "--no-config");

    private final String completion;
    private final List<String> command;

    Shell(String completion, String... command) {
        this.completion = completion;
        this.command = List.of(command);
    }

    static @Nullable Path find(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            Path file = Path.of(folder, program);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        return null;
    }

    static List<String> with(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }

    /**
     * What the shell offers for each of the lines, each offer as its program would get it, from its last comma or equals
     * sign on: shells differ in how much of a word they repeat.
     *
     * @param folder the current folder
     * @param programs the only folder of programs
     */
    Map<String, List<String>> offers(Path folder, Path programs, String... lines)
            throws IOException, InterruptedException {
        Path shell = find(command.get(0));
        assumeTrue(shell != null, () -> "there is no " + command.get(0) + " on this machine");
        Path own = Files.createTempDirectory(programs.getParent(), "shell");
        Path file = own.resolve(Path.of(completion).getFileName());
        Files.writeString(file, ManPageTest.companions().get(completion));
        Path driver =
                Path.of("src/test/resources/completion/drive." + command.get(0)).toAbsolutePath();

        List<String> call = with(
                List.of(shell.toString()), command.subList(1, command.size()).toArray(String[]::new));
        call.addAll(List.of(driver.toString(), file.toString()));
        call.addAll(List.of(lines));
        ProcessBuilder builder = new ProcessBuilder(call).directory(folder.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        programs.toString(),
                        "HOME",
                        own.toString(),
                        "TERM",
                        "dumb",
                        "DRIVE",
                        own.toString(),
                        "SHELL",
                        shell.toString()));
        Path err = own.resolve("err");
        Path out = own.resolve("out");
        Process process =
                builder.redirectError(err.toFile()).redirectOutput(out.toFile()).start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("%s came to its end", this).isTrue();
        assertThat(Files.readString(err, UTF_8)).isEmpty();
        return read(Files.readString(out, UTF_8));
    }

    private static Map<String, List<String>> read(String output) {
        Map<String, List<String>> offers = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith("> ")) {
                current = new ArrayList<>();
                offers.put(line.substring(2), current);
            } else if (!line.isEmpty()) {
                String word = line.replaceFirst("\t.*", "").replace("\\", "").replaceFirst("=$", "");
                current.add(word.substring(Math.max(word.lastIndexOf('='), word.lastIndexOf(',')) + 1));
            }
        }
        return offers;
    }
}
