import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the classes of a jar that are of Java 5 (picocli's are) the format of Java 7. An AOT cache takes no older ones: they
 * would be read, parsed and verified the slow way at each start, for a third of its time. Only the frames that Java's verifier
 * goes by are added; the code stays as it is, and a file in the jar says so.
 */
final class NewerClasses {
    /** The first whose classes must have such frames. */
    private static final int JAVA_7 = 51;

    private static final String NOTE = "META-INF/CHANGED-BY-AUDIT-ECR-PTC";

    private NewerClasses() {}

    static void in(Path jar) throws IOException {
        try (JarFile before = new JarFile(jar.toFile())) {
            if (before.stream().noneMatch(entry -> isOld(before, entry))) {
                return;
            }
            Path after = jar.resolveSibling(jar.getFileName() + ".part");
            try (URLClassLoader classes =
                            new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
                    OutputStream out = Files.newOutputStream(after);
                    JarOutputStream rewritten = new JarOutputStream(out)) {
                rewrite(before, frames(classes), rewritten);
            }
            Files.move(after, jar, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static ClassFile frames(ClassLoader classes) {
        return ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)
                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    private static void rewrite(JarFile before, ClassFile frames, JarOutputStream after) throws IOException {
        Enumeration<JarEntry> entries = before.entries();
        while (entries.hasMoreElements()) {
            JarEntry entry = entries.nextElement();
            byte[] bytes = before.getInputStream(entry).readAllBytes();
            add(entry.getName(), entry.getTime(), isOld(before, entry) ? newer(bytes, frames) : bytes, after);
        }
        String note =
                "The classes of this jar were changed from the format of Java 5 to that of Java 7, without a change of"
                        + " their code.\n";
        add(NOTE, entryTime(before), note.getBytes(StandardCharsets.US_ASCII), after);
    }

    private static long entryTime(JarFile jar) {
        return jar.stream().mapToLong(JarEntry::getTime).max().orElse(0);
    }

    private static void add(String name, long time, byte[] bytes, JarOutputStream jar) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTime(time);
        jar.putNextEntry(entry);
        jar.write(bytes);
        jar.closeEntry();
    }

    /** By the eighth byte, the lower one of the major version. */
    private static boolean isOld(JarFile jar, JarEntry entry) {
        if (!entry.getName().endsWith(".class")) {
            return false;
        }
        try (var in = jar.getInputStream(entry)) {
            byte[] head = in.readNBytes(8);
            return head.length == 8 && head[6] == 0 && head[7] < JAVA_7 - 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] newer(byte[] bytes, ClassFile frames) {
        ClassModel old = frames.parse(bytes);
        return frames.transformClass(old, (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(JAVA_7, 0);
            } else if (element instanceof MethodModel method && method.code().isPresent()) {
                builder.transformMethod(method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
            } else {
                builder.with(element);
            }
        });
    }
}
