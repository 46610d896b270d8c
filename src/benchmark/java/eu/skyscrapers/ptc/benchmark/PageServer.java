package eu.skyscrapers.ptc.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.ApiObject;
import eu.skyscrapers.ptc.api.server.PodGenerator;
import eu.skyscrapers.ptc.api.server.Protobuf;
import eu.skyscrapers.ptc.api.server.Recordings;
import eu.skyscrapers.ptc.api.server.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * An API server on loopback that is no bottleneck: every answer lies ready in a file, head and chunks included, and the
 * kernel copies it to the connection. It knows one list of pods, in pages of {@value #PAGE_SIZE}, and what kubectl asks
 * before it lists. Through TLS it is as near to Go's server as the JDK comes: the certificate of RSA-2048 that EKS has, TLS
 * 1.3, X25519, session tickets, and of two ciphers the one that the client would have; and its own code is compiled before it says that it is there.
 *
 * <p>Arguments: {@code recorded} for the small recorded cluster, or how many pods, images and workloads; then {@code gzip}
 * where it is to compress as API servers do, {@code json} where it is not to offer protobuf, and {@code tls}. It prints its
 * port; how many bytes the list is to a client that takes all that is offered; and where it speaks TLS, its authority as
 * kubeconfigs hold it. It ends with its standard input.
 */
final class PageServer {
    static final int PAGE_SIZE = 500;

    /** Of the benchmark alone, for a client that does not unpack what it throws away. */
    static final String CONTINUE_HEADER = "x-continue";

    static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    /** What Go's server writes at once, when an answer is written at once. */
    private static final int CHUNK = 1 << 15;
    /** API servers leave smaller answers as they are. */
    private static final int COMPRESSED_SIZE = 128 * 1024;

    /** What Go takes, which begins with AES-128 or ChaCha20 as the client does. */
    private static final String[] CIPHERS = {"TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"};

    /** As many as it takes until a further one is no faster. */
    private static final int WARMING_CONNECTIONS = 300;

    private static final Pattern CONTINUE = Pattern.compile("[?&]continue=([0-9]+)");

    private static final Map<String, String> DISCOVERY = Map.of(
            "/api", "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}",
            "/apis", "{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[]}",
            "/version", "{\"major\":\"1\",\"minor\":\"32\",\"gitVersion\":\"v1.32.4\"}",
            "/api/v1",
                    "{\"kind\":\"APIResourceList\",\"groupVersion\":\"v1\",\"resources\":[{\"name\":\"pods\",\"singularName\":"
                            + "\"pod\",\"namespaced\":true,\"kind\":\"Pod\",\"verbs\":[\"get\",\"list\",\"watch\"],"
                            + "\"shortNames\":[\"po\"]}]}");

    /** Where an answer lies in the file. */
    private record Stored(long offset, long length) {}

    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A page, with and without compression. */
    private record Page(Stored plain, Stored compressed) {}

    private final FileChannel file;
    private final List<Page> json = new ArrayList<>();
    /** The same as JSON where it is not offered. */
    private final List<Page> protobuf = new ArrayList<>();

    private PageServer(List<ApiObject> pods, boolean gzip, boolean jsonOnly) throws IOException {
        Path path = Files.createTempFile("pages", ".http");
        file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        for (int from = 0; from == 0 || from < pods.size(); from += PAGE_SIZE) {
            int to = Math.min(pods.size(), from + PAGE_SIZE);
            String token = to < pods.size() ? CONTINUE_HEADER + ": " + to + "\r\n" : "";
            Page inJson = page(JSON, token, page(pods, from, to), gzip);
            json.add(inJson);
            protobuf.add(jsonOnly ? inJson : page(Protobuf.TYPE, token, protobufPage(pods, from, to), gzip));
        }
    }

    private Page page(String type, String token, byte[] body, boolean gzip) throws IOException {
        String headers = "content-type: " + type + "\r\n" + token;
        Stored plain = store(headers, body);
        boolean compresses = gzip && body.length > COMPRESSED_SIZE;
        return new Page(plain, compresses ? store(headers + "content-encoding: gzip\r\n", gzip(body)) : plain);
    }

    public static void main(String[] args) throws Exception {
        boolean gzip = List.of(args).contains("gzip");
        List<ApiObject> pods = args[0].equals("recorded")
                ? Recordings.pods()
                : new PodGenerator(
                        Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), REGISTRY);
        PageServer server = new PageServer(pods, gzip, List.of(args).contains("json"));
        boolean tls = List.of(args).contains("tls");
        int port = tls ? server.listenTls() : server.listen();
        String authority = tls ? Base64.getEncoder().encodeToString(TestPki.rsaCa()) : "";
        if (tls) {
            server.warm(port, authority);
        }
        long bytes = server.protobuf.stream()
                .mapToLong(page -> page.compressed().length())
                .sum();
        System.out.println((port + " " + bytes + " " + authority).strip());
        while (System.in.read() >= 0) {}
        System.exit(0);
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // A client that goes away: the next one is served all the same.
                System.err.println("connection: " + e.getMessage());
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private int listen() throws IOException {
        ServerSocketChannel listening =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start(() -> {
            while (true) {
                SocketChannel channel = listening.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                start(() -> {
                    try (channel) {
                        serve(Channels.newInputStream(channel), new Connection(channel, null));
                    }
                });
            }
        });
        return listening.socket().getLocalPort();
    }

    private int listenTls() throws IOException {
        SSLServerSocket listening = (SSLServerSocket) TestPki.context(TestPki.Server.RSA)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SSLParameters parameters = listening.getSSLParameters();
        parameters.setCipherSuites(CIPHERS);
        parameters.setUseCipherSuitesOrder(false);
        listening.setSSLParameters(parameters);
        start(() -> {
            while (true) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                start(() -> {
                    try (socket) {
                        serve(socket.getInputStream(), new Connection(null, socket.getOutputStream()));
                    }
                });
            }
        });
        return listening.getLocalPort();
    }

    /** Else the first contenders would wait for a server that is compiled while they are measured. */
    private void warm(int port, String authority) throws Exception {
        for (int connection = 0; connection < WARMING_CONNECTIONS; connection++) {
            BareClient.read(port, authority, Math.min(json.size() - 1, connection % 100) * PAGE_SIZE);
        }
    }

    private void serve(InputStream in, Connection connection) throws IOException {
        byte[] bytes = new byte[1 << 16];
        int length = 0;
        for (int read; (read = in.read(bytes, length, bytes.length - length)) >= 0; ) {
            length += read;
            String request = new String(bytes, 0, length, ISO_8859_1);
            if (request.endsWith("\r\n\r\n")) {
                length = 0;
                answer(request, connection);
            }
        }
    }

    /** Where answers go: by the kernel itself, or by what encrypts them. */
    private record Connection(
            @Nullable SocketChannel plain, @Nullable OutputStream encrypting) {
        void write(byte[] bytes) throws IOException {
            if (encrypting != null) {
                encrypting.write(bytes);
            } else {
                plain.write(ByteBuffer.wrap(bytes));
            }
        }

        void copy(FileChannel file, Stored stored) throws IOException {
            if (plain != null) {
                for (long sent = 0; sent < stored.length(); ) {
                    sent += file.transferTo(stored.offset() + sent, stored.length() - sent, plain);
                }
                return;
            }
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
            for (long sent = 0; sent < stored.length(); sent += buffer.position()) {
                buffer.clear().limit((int) Math.min(CHUNK, stored.length() - sent));
                file.read(buffer, stored.offset() + sent);
                encrypting.write(buffer.array(), 0, buffer.position());
            }
        }
    }

    private void answer(String request, Connection connection) throws IOException {
        String target = request.split(" ", 3)[1];
        String path = target.replaceFirst("\\?.*", "");
        if (!path.equals("/api/v1/pods")) {
            small(connection, DISCOVERY.get(path));
            return;
        }
        if (!target.contains("limit=" + PAGE_SIZE)) {
            throw new IOException("only pages of " + PAGE_SIZE + ", not " + target);
        }
        Matcher token = CONTINUE.matcher(target);
        int page = token.find() ? Integer.parseInt(token.group(1)) / PAGE_SIZE : 0;
        String headers = request.toLowerCase(Locale.ROOT);
        Page found = (headers.contains("accept: " + Protobuf.TYPE) ? protobuf : json).get(page);
        Stored stored = headers.contains("accept-encoding: gzip") ? found.compressed() : found.plain();
        connection.copy(file, stored);
    }

    private static void small(Connection connection, String json) throws IOException {
        String body =
                json == null ? "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":404}" : json;
        String head = "HTTP/1.1 " + (json == null ? "404 Not Found" : "200 OK")
                + "\r\ncontent-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n";
        connection.write((head + body).getBytes(ISO_8859_1));
    }

    private Stored store(String headers, byte[] body) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream(body.length + body.length / 1000 + 1000);
        print(answer, "HTTP/1.1 200 OK\r\n" + headers);
        print(answer, "transfer-encoding: chunked\r\n\r\n");
        for (int from = 0; from < body.length; from += CHUNK) {
            int length = Math.min(CHUNK, body.length - from);
            print(answer, Integer.toHexString(length) + "\r\n");
            answer.write(body, from, length);
            print(answer, "\r\n");
        }
        print(answer, "0\r\n\r\n");
        Stored stored = new Stored(file.size(), answer.size());
        ByteBuffer bytes = ByteBuffer.wrap(answer.toByteArray());
        while (bytes.hasRemaining()) {
            file.write(bytes, stored.offset() + bytes.position());
        }
        return stored;
    }

    private static byte[] page(List<ApiObject> pods, int from, int to) {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        print(page, "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"");
        if (to < pods.size()) {
            print(page, ",\"continue\":\"" + to + "\",\"remainingItemCount\":" + (pods.size() - to));
        }
        print(page, "},\"items\":[");
        for (int pod = from; pod < to; pod++) {
            print(page, pod == from ? "" : ",");
            page.writeBytes(pods.get(pod).json());
        }
        print(page, "]}\n");
        return page.toByteArray();
    }

    private static byte[] protobufPage(List<ApiObject> pods, int from, int to) throws IOException {
        ObjectNode metadata = MAPPER.createObjectNode().put("resourceVersion", "1");
        if (to < pods.size()) {
            metadata.put("continue", Integer.toString(to)).put("remainingItemCount", pods.size() - to);
        }
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        Protobuf.bytes(list, 1, Protobuf.message("ListMeta", metadata));
        for (ApiObject pod : pods.subList(from, to)) {
            Protobuf.bytes(list, 2, Protobuf.message("Pod", MAPPER.readTree(pod.json())));
        }
        return Protobuf.envelope("v1", "PodList", list.toByteArray());
    }

    /** Level 1, as API servers do it. */
    private static byte[] gzip(byte[] page) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 1 << 16) {
            {
                def.setLevel(1);
            }
        }) {
            gzip.write(page);
        }
        return bytes.toByteArray();
    }

    private static void print(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(UTF_8));
    }
}
