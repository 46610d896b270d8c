package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.SmallFile;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a search for a kubeconfig, a proxy and a credential plugin depends on beside the command line.
 *
 * @param variables the environment variables, handed on to credential plugins
 * @param userHome the user's home folder as the system knows it, for where no variable names one
 * @param serviceAccount the folder where a pod finds its token, the cluster's CA and its namespace
 * @param pluginTimeout how long a credential plugin may run
 * @param secrets told what is sent
 */
public record Environment(
        Map<String, String> variables, String userHome, Path serviceAccount, Duration pluginTimeout, Secrets secrets) {
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
        return new Environment(System.getenv(), System.getProperty("user.home", ""));
    }

    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** The files that a kubeconfig is read from where no option names one, as far as they can be named; each may be missing. */
    public List<Path> kubeconfigs() {
        List<Path> files = new ArrayList<>();
        try {
            for (String entry : variable("KUBECONFIG").split(Pattern.quote(File.pathSeparator), -1)) {
                if (!entry.isEmpty()) {
                    files.add(SmallFile.resolve(Path.of(""), entry));
                }
            }
            return files.isEmpty() ? List.of(usualKubeconfig()) : files;
        } catch (InvalidValueException e) {
            // Said where it is read.
            return files;
        }
    }

    /**
     * The kubeconfig that no option and no {@code KUBECONFIG} names, by the rules of client-go (util/homedir/homedir.go):
     * in the folder of {@code HOME}; on Windows in the first that has one of {@code HOME}, of
     * {@code HOMEDRIVE} with {@code HOMEPATH}, and of {@code USERPROFILE}.
     */
    Path usualKubeconfig() throws InvalidValueException {
        return usualKubeconfig(File.separatorChar == '\\');
    }

    Path usualKubeconfig(boolean windows) throws InvalidValueException {
        String drive = variable("HOMEDRIVE");
        String path = variable("HOMEPATH");
        String driveAndPath = drive.isEmpty() || path.isEmpty() ? "" : drive + path;
        List<String> homes = new ArrayList<>(
                windows ? List.of(variable("HOME"), driveAndPath, variable("USERPROFILE")) : List.of(variable("HOME")));
        homes.add(userHome);
        homes.removeIf(String::isEmpty);
        List<Path> files = new ArrayList<>();
        for (String home : homes) {
            files.add(SmallFile.resolve(Path.of(""), home).resolve(KUBECONFIG));
        }
        Predicate<Path> counts = windows ? Files::exists : file -> true;
        return files.stream().filter(counts).findFirst().orElse(files.isEmpty() ? KUBECONFIG : files.get(0));
    }

    /** Says nothing of the variables, which may hold secrets. */
    @Override
    public String toString() {
        return "Environment[userHome=" + userHome + "]";
    }
}
