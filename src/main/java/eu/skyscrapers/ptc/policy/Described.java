package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something of a registry, as ECR describes it or as Terraform does, which has the same fields by other names.
 *
 * @param byTerraform whether an empty text is none, as Terraform's older plugins write it
 * @param place where it stands, for reports
 */
record Described(Value value, boolean byTerraform, String place) {
    static Described byEcr(Value value) {
        return new Described(value, false, value.place());
    }

    private String written(String field) {
        return byTerraform ? field.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT) : field;
    }

    /** The value of a field of ECR's; null where it is not there. */
    @Nullable
    Value given(String field) throws ConfigurationException {
        Value given = value.given(written(field));
        boolean empty = given != null
                && byTerraform
                && !given.isList()
                && !given.isMapping()
                && given.raw().isEmpty();
        return empty ? null : given;
    }

    @Nullable
    String text(String field) throws ConfigurationException {
        Value given = given(field);
        return given == null ? null : given.scalar();
    }

    /** What Terraform learns only when it applies a plan stands nowhere in it, and what is not set is null. */
    boolean isKnown(String field) throws ConfigurationException {
        return !byTerraform || value.get(written(field)) != null;
    }

    /** How messages call the text of a field, which has lines of its own. */
    String placeOf(String field) {
        return place + "#" + written(field);
    }
}
