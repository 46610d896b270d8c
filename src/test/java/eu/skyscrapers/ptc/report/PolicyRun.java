package eu.skyscrapers.ptc.report;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelContainer;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An admission policy as the API server runs it: its expressions in CEL, with the functions that Kubernetes has there. */
final class PolicyRun {
    /** What the mutation makes; CEL finds it by its name in this package. */
    public static final class JSONPatch {
        public String op = "";
        public String path = "";
        public String value = "";
    }

    private static final Cel CEL = CelFactory.plannerCelBuilder()
            .setOptions(CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addCompilerLibraries(
                    CelExtensions.optional(),
                    CelExtensions.strings(),
                    CelExtensions.comprehensions(),
                    CelExtensions.nativeTypes(JSONPatch.class))
            .addRuntimeLibraries(
                    CelExtensions.optional(),
                    CelExtensions.strings(),
                    CelExtensions.comprehensions(),
                    CelExtensions.nativeTypes(JSONPatch.class))
            .setContainer(CelContainer.ofName(PolicyRun.class.getName().replace('$', '.')))
            .addVar("object", SimpleType.DYN)
            .addVar("oldObject", SimpleType.DYN)
            .addVar("request", MapType.create(SimpleType.STRING, SimpleType.DYN))
            .addVar("variables", MapType.create(SimpleType.STRING, SimpleType.DYN))
            .build();

    private final Map<String, CelRuntime.Program> variables = new LinkedHashMap<>();
    private final List<CelRuntime.Program> conditions = new ArrayList<>();
    private final CelRuntime.Program mutation;

    /** @param report the policy, and its binding behind it */
    PolicyRun(String report) {
        Map<?, ?> spec = map(documents(report).get(0).get("spec"));
        for (Object each : list(spec.get("variables"))) {
            variables.put((String) map(each).get("name"), compiled(map(each).get("expression")));
        }
        for (Object each : list(spec.get("matchConditions"))) {
            conditions.add(compiled(map(each).get("expression")));
        }
        mutation = compiled(
                map(map(list(spec.get("mutations")).get(0)).get("jsonPatch")).get("expression"));
    }

    static List<Map<?, ?>> documents(String report) {
        List<Map<?, ?>> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build()).loadAllFromString(report).forEach(each -> documents.add(map(each)));
        return documents;
    }

    private static CelRuntime.Program compiled(Object expression) {
        try {
            return CEL.createProgram(CEL.compile((String) expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new AssertionError(expression + "\n" + e.getMessage(), e);
        }
    }

    /**
     * The new images of a pod, by their paths.
     *
     * @param before what an update replaces; null for a pod that is created
     */
    Map<String, String> patches(Map<String, ?> pod, @Nullable Map<String, ?> before, String namespace) {
        Map<String, Object> known = new HashMap<>();
        Map<String, Object> input = new HashMap<>();
        input.put("object", pod);
        input.put("oldObject", before == null ? dev.cel.common.values.NullValue.NULL_VALUE : before);
        input.put("request", Map.of("namespace", namespace));
        input.put("variables", known);
        try {
            for (CelRuntime.Program condition : conditions) {
                if (!(boolean) condition.eval(input)) {
                    return Map.of();
                }
            }
            for (Map.Entry<String, CelRuntime.Program> variable : variables.entrySet()) {
                known.put(variable.getKey(), variable.getValue().eval(input));
            }
            Map<String, String> patches = new LinkedHashMap<>();
            for (Object each : list(mutation.eval(input))) {
                JSONPatch patch = (JSONPatch) each;
                if (!patch.op.equals("replace") || patches.put(patch.path, patch.value) != null) {
                    throw new AssertionError(patch.op + " " + patch.path);
                }
            }
            return patches;
        } catch (CelEvaluationException e) {
            throw new AssertionError(e);
        }
    }

    static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    static List<?> list(Object value) {
        return (List<?>) value;
    }
}
