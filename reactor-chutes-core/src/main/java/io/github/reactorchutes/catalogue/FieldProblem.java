package io.github.reactorchutes.catalogue;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a chute would reject, or not understand, a field of a request. It never contains a text of the request.
 *
 * @since 0.1.0
 */
public final class FieldProblem {

    private final String field;
    private final String problem;
    private final boolean unknownField;

    private FieldProblem(String field, String problem, boolean unknownField) {
        this.field = field;
        this.problem = problem;
        this.unknownField = unknownField;
    }

    static FieldProblem of(String field, String problem) {
        return new FieldProblem(field, problem, false);
    }

    static FieldProblem unknown(String field, @Nullable String similar) {
        String hint = similar == null ? "" : "; did you mean " + similar + "?";
        return new FieldProblem(field, "is not a field of this chute" + hint, true);
    }

    /** {@return the field as spelled in the JSON body, such as {@code steps}, {@code size.width} or {@code frames[2]}} */
    public String field() {
        return field;
    }

    /** {@return the problem with the bound that the value breaks, such as {@code must be at most 30 but was 31}} */
    public String problem() {
        return problem;
    }

    /**
     * Return whether the chute does not declare the field. The platform ignores such a field, so the request works, but
     * probably not as meant.
     *
     * @return whether the field is unknown
     */
    public boolean isUnknownField() {
        return unknownField;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldProblem that && field.equals(that.field) && problem.equals(that.problem);
    }

    @Override
    public int hashCode() {
        return Objects.hash(field, problem);
    }

    /** {@return the field, a space and the problem} */
    @Override
    public String toString() {
        return field + " " + problem;
    }
}
