package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An open watch. It tells the changes of the server's objects by itself; a test can say more, and end it. */
public final class Watch {
    private static final String END = "\0end";
    private static final String CUT = "\0cut";
    private static final String DEFAULT_TIMEOUT_SECONDS = "1800";

    private final Request request;
    private final Resource resource;
    private final Predicate<ApiObject> wanted;
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

    Watch(Request request, Route route) {
        this.request = request;
        this.resource = route.list().orElseThrow();
        this.wanted = route.wanted();
    }

    /** What opened it; {@code request().query("resourceVersion")} tells from where. */
    public Request request() {
        return request;
    }

    /** Says whatever a test likes; without a line break it is half a line. */
    public Watch say(String text) {
        queue.add(text);
        return this;
    }

    public Watch bookmark(long resourceVersion) {
        return say("{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"" + resource.kind() + "\",\"apiVersion\":\""
                + resource.apiVersion() + "\",\"metadata\":{\"resourceVersion\":\"" + resourceVersion
                + "\"},\"spec\":{\"containers\":null},\"status\":{}}}\n");
    }

    /** The resource version is too old: an {@code ERROR} with 410, then the end. */
    public void expire() {
        Answer status = Status.of(410, "Expired", "too old resource version: " + request.query("resourceVersion"));
        say("{\"type\":\"ERROR\",\"object\":" + new String(status.body(), UTF_8).strip() + "}\n");
        end();
    }

    /** As when {@code timeoutSeconds} are over. */
    public void end() {
        queue.add(END);
    }

    /** The connection breaks. */
    public void cut() {
        queue.add(CUT);
    }

    void tell(String type, Resource changed, ApiObject object) {
        if (changed == resource && wanted.test(object)) {
            say("{\"type\":\"" + type + "\",\"object\":{\"kind\":\"" + resource.kind() + "\",\"apiVersion\":\""
                    + resource.apiVersion() + "\"," + new String(object.json(), UTF_8).substring(1) + "}\n");
        }
    }

    /** All that was said and not sent yet. */
    String text() {
        queue.removeIf(END::equals);
        return String.join("", queue);
    }

    /** Sends what is said, until the end, and not longer than the client asked for. */
    void stream(OutputStream out) throws IOException, InterruptedException {
        String timeout = request.query("timeoutSeconds");
        long seconds = Long.parseLong(timeout.isEmpty() ? DEFAULT_TIMEOUT_SECONDS : timeout);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        String text = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        while (text != null && !text.equals(END)) {
            if (text.equals(CUT)) {
                throw Exchange.cut();
            }
            out.write(text.getBytes(UTF_8));
            out.flush();
            text = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }
}
