package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * An HTTP proxy on loopback that opens tunnels. Whatever host it is asked for, it connects to one {@link TestApiServer}:
 * names that no name server knows can be reached through it.
 */
public final class TestProxy implements AutoCloseable {

    /**
     * What it was asked.
     *
     * @param line for example {@code CONNECT api.example:443 HTTP/1.1}
     * @param authorization {@code Proxy-Authorization}; empty where it was not sent
     * @param head all of it, line by line
     */
    public record Asked(String line, String authorization, List<String> head) {}

    private final TestApiServer target;
    private final ServerSocket listener;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile String required = "";
    private volatile String refusal = "";

    private TestProxy(TestApiServer target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::listen);
    }

    public static TestProxy to(TestApiServer target) {
        return new TestProxy(target);
    }

    /** Asks everybody for this user and password, by 407. */
    public TestProxy requireBasic(String user, String password) {
        required = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        return this;
    }

    /** Opens no tunnel, for example with {@code 403 Forbidden}. */
    public TestProxy refuse(String status) {
        refusal = status;
        return this;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** For example {@code http://127.0.0.1:34567}. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public String url(String userInfo) {
        return "http://" + userInfo + "@127.0.0.1:" + port();
    }

    /** All requests so far, in the order of their arrival. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void listen() {
        try {
            while (true) {
                Socket client = listener.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException | RejectedExecutionException e) {
            // Closed.
            return;
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            Asked request = read(client.getInputStream());
            asked.add(request);
            if (!required.isEmpty() && !request.authorization().equals(required)) {
                refuse(client, "407 Proxy Authentication Required", "proxy-authenticate: Basic realm=\"test\"\r\n");
            } else if (!refusal.isEmpty()) {
                refuse(client, refusal, "");
            } else if (request.line().startsWith("CONNECT ")) {
                tunnel(client);
            } else {
                refuse(client, "501 Not Implemented", "");
            }
        } catch (IOException | RejectedExecutionException e) {
            // The client went away, or the test is over.
            return;
        }
    }

    private static Asked read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no whole request");
            }
            bytes.write(next);
        }
        List<String> head = bytes.toString(ISO_8859_1).lines().toList();
        String name = "proxy-authorization:";
        String authorization = head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElse("");
        return new Asked(head.get(0), authorization, head);
    }

    private static void refuse(Socket client, String status, String header) throws IOException {
        String body = "<html><body><h1>" + status + "</h1></body></html>\n";
        String answer = "HTTP/1.1 " + status + "\r\n" + header + "content-type: text/html\r\nconnection: close\r\n"
                + "content-length: " + body.length() + "\r\n\r\n" + body;
        client.getOutputStream().write(answer.getBytes(ISO_8859_1));
        client.getOutputStream().flush();
    }

    private void tunnel(Socket client) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target.port())) {
            open.add(server);
            server.setTcpNoDelay(true);
            client.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(ISO_8859_1));
            threads.execute(() -> pump(server, client));
            pump(client, server);
        }
    }

    /** Until either end is closed; then both are. */
    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // The other direction ended first.
            return;
        }
    }

    /** Ends all that is under way. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Closeable each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
