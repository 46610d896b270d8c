package eu.skyscrapers.ptc.companions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes all companions, each from its template and the commands' own words. */
public final class Companions {
    private static final String TEMPLATE = ".in";

    private final List<Manual> manuals;
    private final Path templates;

    private Companions(List<Manual> manuals, Path templates) {
        this.manuals = manuals;
        this.templates = templates;
    }

    /**
     * The build's call.
     *
     * @param args the folder of the sources ({@code src/main}), the folder to write to, the version of the program, and the
     *     time of the build in ISO form, from which the man pages take their date
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        LocalDate date = OffsetDateTime.parse(args[3])
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toLocalDate();
        for (Map.Entry<String, String> file :
                of(Manual.all(), Path.of(args[0]), args[2], date).entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
    }

    /** The texts of all companions, by their place below {@code share}, where Unix looks for such. */
    static Map<String, String> of(List<Manual> manuals, Path sources, String version, LocalDate date)
            throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        Companions man = new Companions(manuals, sources.resolve("man"));
        for (Manual manual : manuals) {
            String page = manual.call().replace(' ', '-') + ".1";
            files.put("man/man1/" + page, new ManPage(manual, version, date).fill(man.template(page)));
        }
        Companions completion = new Companions(manuals, sources.resolve("completion"));
        files.put("bash-completion/completions/audit-ecr-ptc", completion.written(new BashCompletion()));
        files.put("zsh/site-functions/_audit-ecr-ptc", completion.written(new ZshCompletion()));
        files.put("fish/vendor_completions.d/audit-ecr-ptc.fish", completion.written(new FishCompletion()));
        return files;
    }

    private String written(Completion completion) throws IOException {
        return completion.fill(template("audit-ecr-ptc." + completion.shell()), manuals);
    }

    /** With the line ends of Unix, also from a checkout that has others. */
    private String template(String name) throws IOException {
        return Files.readString(templates.resolve(name + TEMPLATE), UTF_8).replace("\r\n", "\n");
    }
}
