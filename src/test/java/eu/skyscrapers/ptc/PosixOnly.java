package eu.skyscrapers.ptc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** For a test of what Windows does not have, or has in its own way. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@DisabledOnOs(
        value = OS.WINDOWS,
        disabledReason =
                "it needs scripts, permissions, devices, signals or paths of POSIX, or links, which need a privilege on Windows")
public @interface PosixOnly {}
