package eu.skyscrapers.ptc;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the walls between the rooms: those of the table in this package's {@code package-info.java}, read from there. */
class ArchitectureTest {

    private static final String ROOT = "eu.skyscrapers.ptc";
    private static final Path TABLE = Path.of("src/main/java/eu/skyscrapers/ptc/package-info.java");
    private static final Pattern ROW = Pattern.compile("^ \\* \\|([^|]+)\\|([^|]+)\\|([^|]+)\\|$", Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** What each room may import, by the room's name. */
    private static final Map<String, Set<String>> HOUSE = readHouse();

    private static final JavaClasses CODE = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void tableIsReadWhole() {
        assertThat(HOUSE)
                .containsOnlyKeys(
                        "Main",
                        "cli",
                        "run",
                        "kubeconfig",
                        "api",
                        "aws",
                        "objects",
                        "manifests",
                        "policy",
                        "audit",
                        "workload",
                        "image",
                        "text",
                        "threads",
                        "report")
                .containsEntry("Main", Set.of("cli"))
                .hasEntrySatisfying("cli", all -> assertThat(all).hasSize(HOUSE.size() - 2))
                .containsEntry("api", Set.of("kubeconfig", "objects", "workload"))
                .containsEntry("image", Set.of())
                .containsEntry("text", Set.of());
    }

    @Test
    void everyClassLivesInARoomOfTheTable() {
        assertThat(CODE).isNotEmpty();
        assertThat(CODE).allSatisfy(c -> assertThat(HOUSE).as(c.getName()).containsKey(room(c)));
    }

    @Test
    void roomsImportWhatTheTableAllows() {
        List<String> violations = new ArrayList<>();
        for (JavaClass origin : CODE) {
            Set<String> mayImport = HOUSE.getOrDefault(room(origin), Set.of());
            origin.getDirectDependenciesFromSelf().stream()
                    .filter(d -> isOurs(d.getTargetClass()))
                    .filter(d -> !room(d.getTargetClass()).equals(room(origin)))
                    .filter(d -> !mayImport.contains(room(d.getTargetClass())))
                    .forEach(d -> violations.add(
                            room(origin) + " may not import " + room(d.getTargetClass()) + ": " + d.getDescription()));
        }
        assertThat(violations).isEmpty();
    }

    /** No cycle in the table is no cycle in the code, as long as the code keeps to the table. */
    @Test
    void tableHasNoCycles() {
        Map<String, Set<String>> left = new LinkedHashMap<>();
        HOUSE.forEach((room, mayImport) -> left.put(room, new TreeSet<>(mayImport)));
        boolean removed = true;
        while (removed) {
            Set<String> leaves = left.keySet().stream()
                    .filter(room -> left.get(room).stream().noneMatch(left::containsKey))
                    .collect(Collectors.toSet());
            removed = left.keySet().removeAll(leaves);
        }
        assertThat(left).as("rooms on a cycle").isEmpty();
    }

    @Test
    void noRoomIsNamedAfterNothing() {
        check(noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..", "..impl.."));
    }

    @Test
    void onlyApiKnowsFabric8() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(in("api"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8.."));
    }

    @Test
    void onlyAwsKnowsTheSdk() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(in("aws"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.."));
    }

    @Test
    void onlyCliKnowsPicocli() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(in("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli.."));
    }

    @Test
    void onlyMainExits() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class));
    }

    @Test
    void onlyCliTouchesTheStandardStreams() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(in("cli"))
                .should(ACCESS_STANDARD_STREAMS)
                .orShould()
                .accessField(System.class, "in")
                .orShould()
                .callMethod(System.class, "console"));
    }

    @Test
    void imageNeedsTheJdkAlone() {
        check(classes()
                .that()
                .resideInAPackage(in("image"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations", in("image")));
    }

    @Test
    void auditIsPure() {
        check(noClasses()
                .that()
                .resideInAPackage(in("audit"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..", "java.nio.file..", "java.net..", "java.util.logging..", "org.slf4j..")
                        .or(type(Clock.class)))
                .orShould()
                .callMethodWhere(asksTheMachine())
                .orShould()
                .callMethodWhere(usesTheDefaultLocale()));
    }

    private static DescribedPredicate<JavaCall<?>> asksTheMachine() {
        Set<String> ofSystem = Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "getLogger");
        return DescribedPredicate.describe("asks for the time, the environment or a property", call -> {
            JavaClass owner = call.getTarget().getOwner();
            return (owner.isEquivalentTo(System.class) && ofSystem.contains(call.getName()))
                    || (owner.getPackageName().equals("java.time")
                            && call.getName().equals("now"));
        });
    }

    /** {@code Locale.ROOT} is no default: it is the same on every machine. */
    private static DescribedPredicate<JavaCall<?>> usesTheDefaultLocale() {
        return DescribedPredicate.describe("uses the default locale", call -> {
            JavaClass owner = call.getTarget().getOwner();
            boolean localeGiven =
                    call.getTarget().getRawParameterTypes().stream().anyMatch(p -> p.isEquivalentTo(Locale.class));
            return (owner.isEquivalentTo(Locale.class) && call.getName().equals("getDefault"))
                    || (owner.isEquivalentTo(String.class)
                            && Set.of("format", "formatted", "toLowerCase", "toUpperCase")
                                    .contains(call.getName())
                            && !localeGiven);
        });
    }

    /** A room may be empty as yet: that breaks no wall. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CODE);
    }

    private static String in(String room) {
        assertThat(HOUSE).containsKey(room);
        return ROOT + "." + room + "..";
    }

    private static boolean isOurs(JavaClass c) {
        return c.getPackageName().equals(ROOT) || c.getPackageName().startsWith(ROOT + ".");
    }

    private static String room(JavaClass c) {
        if (c.getPackageName().equals(ROOT)) {
            // The rooms' table itself, which compiles to an interface, belongs to the only class beside it.
            return c.getSimpleName().equals("package-info") ? "Main" : c.getSimpleName();
        }
        String below = c.getPackageName().substring(ROOT.length() + 1);
        return below.contains(".") ? below.substring(0, below.indexOf('.')) : below;
    }

    private static Map<String, Set<String>> readHouse() {
        Map<String, String> rows = new LinkedHashMap<>();
        ROW.matcher(read(TABLE))
                .results()
                .forEach(row -> quoted(row.group(1)).forEach(room -> rows.put(room, row.group(3))));

        Map<String, Set<String>> house = new LinkedHashMap<>();
        rows.forEach((room, mayImport) -> house.put(
                room,
                switch (mayImport.strip()) {
                    case "nothing of ours" -> Set.of();
                    case "all rooms" ->
                        rows.keySet().stream()
                                .filter(other -> !other.equals("Main") && !other.equals(room))
                                .collect(Collectors.toSet());
                    default -> quoted(mayImport);
                }));
        return house;
    }

    private static Set<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(name -> name.group(1)).collect(Collectors.toSet());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
