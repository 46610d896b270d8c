package eu.skyscrapers.ptc.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One page of a real browser without a window, driven by the DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS_MAX = 60;
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new ArrayList<>();
    private int calls;

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Listener())
                .join();
    }

    /** The browser that {@code CHROME} names, else one of the {@code PATH}. */
    static Optional<Path> installed() {
        String named = System.getenv("CHROME");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param folder an empty one, for all that the browser writes; it has no time to clean up when it is closed */
    static Browser start(Path executable, Path folder) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("browser.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        builder.environment().putAll(Map.of("HOME", folder.toString(), "TMPDIR", folder.toString()));
        Process process = builder.start();
        Path portFile = folder.resolve("DevToolsActivePort");
        for (int i = 0; i < SECONDS_MAX * 10 && !(Files.exists(portFile) && Files.size(portFile) > 0); i++) {
            if (!process.isAlive()) {
                throw new IOException(Files.readString(folder.resolve("browser.log")));
            }
            Thread.sleep(100);
        }
        String port = Files.readAllLines(portFile).get(0);
        HttpRequest pages = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json"))
                .build();
        JsonNode targets = JSON.readTree(HttpClient.newHttpClient()
                .send(pages, HttpResponse.BodyHandlers.ofString())
                .body());
        for (JsonNode target : targets) {
            if (target.path("type").asText().equals("page")) {
                Browser browser = new Browser(
                        process, URI.create(target.path("webSocketDebuggerUrl").asText()));
                for (String domain : List.of("Page", "Runtime", "Debugger", "Log", "Network", "Audits")) {
                    browser.call(domain + ".enable", Map.of());
                }
                return browser;
            }
        }
        throw new IOException("no page among " + targets);
    }

    /** Answers with the result of a method of the protocol. */
    JsonNode call(String method, Map<String, ?> parameters) throws IOException {
        int id = ++calls;
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        JsonNode message = answer.orTimeout(SECONDS_MAX, TimeUnit.SECONDS)
                .exceptionally(e -> null)
                .join();
        if (message == null || message.has("error")) {
            throw new IOException(method + ": " + (message == null ? "no answer, after " + events() : message));
        }
        return message.path("result");
    }

    /** Answers with the value of an expression, or of what it promises. */
    JsonNode evaluate(String expression) throws IOException {
        JsonNode result = call(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
        if (result.has("exceptionDetails")) {
            throw new IOException(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Forgets all events and loads a file until its load event. */
    void open(Path file) throws IOException, InterruptedException {
        open(file.toUri().toString());
    }

    /** @param address another document than the one that is open, as a browser loads none for another fragment */
    void open(String address) throws IOException, InterruptedException {
        synchronized (events) {
            events.clear();
        }
        call("Page.navigate", Map.of("url", address));
        for (int i = 0; i < SECONDS_MAX * 100 && events("Page.loadEventFired").isEmpty(); i++) {
            Thread.sleep(10);
        }
        if (events("Page.loadEventFired").isEmpty()) {
            throw new IOException("never loaded: " + events());
        }
    }

    List<JsonNode> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** What an event told, each time that it happened since the page was opened. */
    List<JsonNode> events(String method) {
        return events().stream()
                .filter(event -> event.path("method").asText().equals(method))
                .map(event -> event.path("params"))
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join());
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                receive(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void receive(String json) {
            JsonNode message;
            try {
                message = JSON.readTree(json);
            } catch (IOException e) {
                throw new IllegalStateException(json, e);
            }
            if (message.has("id")) {
                CompletableFuture<JsonNode> answer =
                        answers.remove(message.path("id").asInt());
                if (answer != null) {
                    answer.complete(message);
                }
            } else {
                synchronized (events) {
                    events.add(message);
                }
            }
        }
    }
}
