package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.SmallFile;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a search for a kubeconfig, a proxy and a credential plugin depends on beside the command line.
 *
 * @param variables the environment variables, handed on to credential plugins
 * @param userHome the user's home folder as the system knows it, for where no variable names one
 * @param serviceAccount the folder where a pod finds its token, the cluster's CA and its namespace
 * @param pluginTimeout how long a credential plugin may run
 * @param secrets gets everything secret that is sent, to hide it
 */
public record Environment(
        Map<String, String> variables, String userHome, Path serviceAccount, Duration pluginTimeout, Secrets secrets) {
    static final boolean ON_WINDOWS = File.separatorChar == '\\';

    private static final Path KUBECONFIG = Path.of(".kube", "config");
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final Duration PLUGIN_TIMEOUT = Duration.ofSeconds(60);

    public Environment {
        variables = Map.copyOf(variables);
    }

    public Environment(Map<String, String> variables, String userHome) {
        this(variables, userHome, SERVICE_ACCOUNT, PLUGIN_TIMEOUT, new Secrets());
    }

    public static Environment ofThisProcess() {
        Map<String, String> variables = new HashMap<>();
        System.getenv().forEach((name, value) -> variables.put(name(name), value));
        return new Environment(variables, System.getProperty("user.home", ""));
    }

    /** A variable by the name that it is looked up by: on Windows they have no case, and what we read as PATH is called Path. */
    static String name(String variable) {
        return ON_WINDOWS ? variable.toUpperCase(Locale.ROOT) : variable;
    }

    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** The files that a kubeconfig is read from where no option names one, as far as they can be named; each may be missing. */
    public List<Path> kubeconfigs() {
        List<Path> files = new ArrayList<>();
        try {
            for (String entry : listed()) {
                files.add(SmallFile.resolve(Path.of(""), entry));
            }
            return files.isEmpty() ? List.of(usualKubeconfig()) : files;
        } catch (InvalidValueException e) {
            // Said where it is read.
            return files;
        }
    }

    /** The entries of {@code KUBECONFIG}. */
    List<String> listed() {
        return Stream.of(variable("KUBECONFIG").split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> !entry.isEmpty())
                .distinct()
                .toList();
    }

    /**
     * The kubeconfig that no option and no {@code KUBECONFIG} names, by the rules of client-go (util/homedir/homedir.go):
     * in the folder of {@code HOME}; on Windows in the first that has one of {@code HOME}, of
     * {@code HOMEDRIVE} with {@code HOMEPATH}, and of {@code USERPROFILE}.
     */
    Path usualKubeconfig() throws InvalidValueException {
        return usualKubeconfig(ON_WINDOWS);
    }

    Path usualKubeconfig(boolean windows) throws InvalidValueException {
        String drive = variable("HOMEDRIVE");
        String path = variable("HOMEPATH");
        List<String> homes = windows
                ? List.of(
                        variable("HOME"),
                        drive.isEmpty() || path.isEmpty() ? "" : drive + path,
                        variable("USERPROFILE"),
                        userHome)
                : List.of(variable("HOME"), userHome);
        List<Path> files = new ArrayList<>();
        for (String home : homes) {
            if (!home.isEmpty()) {
                files.add(SmallFile.resolve(Path.of(""), home).resolve(KUBECONFIG));
            }
        }
        return files.stream()
                .filter(file -> !windows || Files.exists(file))
                .findFirst()
                .orElse(files.isEmpty() ? KUBECONFIG : files.get(0));
    }

    /** Says nothing of the variables, which may hold secrets. */
    @Override
    public String toString() {
        return "Environment[userHome=" + userHome + "]";
    }
}
