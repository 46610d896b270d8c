package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.Words;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One run of a credential plugin: an argument list and no shell, no standard input, and an end in any case. */
final class PluginProcess implements CredentialSource {
    private static final int OUTPUT_LIMIT = 1024 * 1024;
    private static final int ERROR_LIMIT = 4 * 1024;
    /** How long the output of a plugin that has ended is waited for: a daemon it left behind may hold it open. */
    private static final long LINGER_MILLIS = 2_000;

    private final PluginCall call;
    private final Environment environment;

    PluginProcess(PluginCall call, Environment environment) {
        this.call = call;
        this.environment = environment;
    }

    @Override
    public PluginAnswer answer() throws CredentialException {
        try {
            return PluginAnswer.parse(output(), call.apiVersion());
        } catch (InvalidValueException e) {
            throw failure(e.predicate());
        }
    }

    /** It ends with this program: the launcher's shell has it ignore the Ctrl-C of a terminal. */
    private byte[] output() throws CredentialException {
        Thread hook = new Thread(() -> ProcessHandle.current().children().forEach(ProcessHandle::destroy));
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw failure("was interrupted");
        }
        try {
            return run();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It is running.
            }
        }
    }

    /** What the plugin wrote to standard output, once it ended well. */
    private byte[] run() throws CredentialException {
        List<String> line = new ArrayList<>();
        line.add(executable());
        line.addAll(call.arguments());
        ProcessBuilder builder = new ProcessBuilder(line);
        Map<String, String> variables = builder.environment();
        variables.clear();
        variables.putAll(environment.variables());
        call.environment().forEach((name, value) -> variables.put(Environment.name(name), value));
        variables.put("KUBERNETES_EXEC_INFO", call.execInfo());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw failure("cannot be started: " + e.getMessage());
        }
        try {
            return output(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was interrupted");
        } finally {
            if (process.isAlive()) {
                kill(process);
            }
        }
    }

    private byte[] output(Process process) throws CredentialException, InterruptedException {
        Drain output = new Drain(process.getInputStream(), OUTPUT_LIMIT, false);
        Drain errors = new Drain(process.getErrorStream(), ERROR_LIMIT, true);
        output.start();
        errors.start();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw failure("cannot be started: " + e.getMessage());
        }
        Duration limit = environment.pluginTimeout();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failure("gave no answer within " + limit.toSeconds()
                    + "s; run it by hand to see whether it waits for a login" + said(errors));
        }
        output.join(LINGER_MILLIS);
        errors.join(LINGER_MILLIS);
        if (process.exitValue() != 0) {
            throw failure("failed with exit code " + process.exitValue() + said(errors));
        }
        return output.content();
    }

    private static String said(Drain errors) {
        String text = new String(errors.content(), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "; it wrote nothing to standard error" : "; it said: " + text;
    }

    private static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public String name() {
        return "credential plugin " + Words.quote(call.command());
    }

    private String executable() throws CredentialException {
        String hint = call.installHint().isBlank() ? "" : "; its install hint: " + call.installHint();
        if (call.isPath()) {
            List<Path> files = names(call.command()).map(Path::of).toList();
            if (files.stream().noneMatch(Files::exists)) {
                throw failure("does not exist" + hint);
            }
            return files.stream()
                    .filter(PluginProcess::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> failure("is not an executable file" + hint))
                    .toString();
        }
        String path = environment.variable("PATH");
        for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
            Optional<Path> file = inFolder(folder);
            if (file.isPresent()) {
                return file.get().toString();
            }
        }
        throw failure(
                "is not on the PATH (" + path + "), which is often shorter in cron and CI than in a terminal" + hint);
    }

    /** Like Go, nothing is run from a relative folder: it would depend on where the audit was started. */
    private Optional<Path> inFolder(String folder) {
        try {
            Path absolute = Path.of(folder);
            return names(call.command())
                    .map(absolute::resolve)
                    .filter(file -> file.isAbsolute() && isExecutable(file))
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Stream<String> names(String command) {
        return Environment.ON_WINDOWS ? names(command, environment.variable("PATHEXT")) : Stream.of(command);
    }

    /**
     * What Windows may call the command, as Go sees it (os/exec, LookPath): with each of the extensions, and as it is where it
     * has one.
     *
     * @param extensions the variable {@code PATHEXT}
     */
    static Stream<String> names(String command, String extensions) {
        String name = command.substring(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1);
        return Stream.concat(
                name.contains(".") ? Stream.of(command) : Stream.empty(),
                Stream.of((extensions.isEmpty() ? ".com;.exe;.bat;.cmd" : extensions).split(";"))
                        .filter(extension -> !extension.isEmpty())
                        .map(extension -> command + (extension.startsWith(".") ? "" : ".") + extension));
    }

    private static boolean isExecutable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** Reads a stream to its end, so that the plugin never waits for us, and keeps its first or its last bytes. */
    private static final class Drain extends Thread {
        private final InputStream in;
        private final int limit;
        private final boolean keepLast;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Drain(InputStream in, int limit, boolean keepLast) {
            super("credential-plugin-output");
            setDaemon(true);
            this.in = in;
            this.limit = limit;
            this.keepLast = keepLast;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    keep(buffer, count);
                }
            } catch (IOException e) {
                // The plugin was killed: what it wrote so far is all there is.
            }
        }

        private synchronized void keep(byte[] buffer, int count) {
            kept.write(buffer, 0, keepLast ? count : Math.min(count, limit - kept.size()));
            if (kept.size() > limit) {
                byte[] all = kept.toByteArray();
                kept.reset();
                kept.write(all, all.length - limit, limit);
            }
        }

        synchronized byte[] content() {
            return kept.toByteArray();
        }
    }
}
