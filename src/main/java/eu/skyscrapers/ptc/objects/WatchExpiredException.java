package eu.skyscrapers.ptc.objects;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The server ended a watch with an error; mostly that it no longer knows what happened since. List again. */
public final class WatchExpiredException extends IOException {
    private static final long serialVersionUID = 1;

    public WatchExpiredException(@Nullable String message) {
        super(message);
    }
}
