package io.github.reactorchutes.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CordValidationTests {

    static List<Arguments> singleFields() {
        return List.of(
                Arguments.of("'type':'string'", "text", ""),
                Arguments.of("'type':'string'", 7, "must be text but is a whole number"),
                Arguments.of("'type':'integer'", 7.0, ""),
                Arguments.of("'type':'integer'", 7.5, "must be a whole number but is a number"),
                Arguments.of("'type':'integer'", "7", "must be a whole number but is text"),
                Arguments.of("'type':'number'", 7, ""),
                Arguments.of("'type':'boolean'", 1, "must be true or false but is a whole number"),
                Arguments.of("'type':['integer','null']", true, "must be a whole number but is true or false"),
                Arguments.of("'type':'integer','minimum':16,'maximum':60", 61, "must be between 16 and 60 but was 61"),
                Arguments.of("'type':'integer','minimum':16", 15, "must be at least 16 but was 15"),
                Arguments.of("'type':'integer','maximum':60", 61, "must be at most 60 but was 61"),
                Arguments.of(
                        "'type':'number','exclusiveMinimum':0,'maximum':1",
                        0,
                        "must be more than 0 and at most 1 but was 0"),
                Arguments.of("'type':'number','exclusiveMaximum':1", 1.0f, "must be less than 1 but was 1"),
                Arguments.of("'type':'number','minimum':0,'exclusiveMinimum':true", 0, "must be more than 0 but was 0"),
                Arguments.of("'type':'number','minimum':5,'exclusiveMinimum':0", 2, "must be at least 5 but was 2"),
                Arguments.of("'type':'integer','multipleOf':8", 833, "must be a multiple of 8 but was 833"),
                Arguments.of("'type':'integer','multipleOf':8", new BigDecimal("1e999999"), ""),
                Arguments.of(
                        "'type':'string','minLength':3,'maxLength':5",
                        "ab",
                        "must have between 3 and 5 characters but has 2"),
                Arguments.of("'type':'string','maxLength':1", "\ud83d\ude00", ""),
                Arguments.of("'type':'string','minLength':1", "", "must have at least 1 character but has 0"),
                Arguments.of("'type':'string','pattern':'^[a-z]+$'", "ab1", "must match the pattern ^[a-z]+$"),
                Arguments.of("'type':'string','pattern':'[a-z]'", "1a1", ""),
                Arguments.of("'enum':['mp4','webm']", "avi", "must be one of mp4, webm"),
                Arguments.of("'enum':[1,2]", 2L, ""),
                Arguments.of("'enum':[1,2]", "2", "must be one of 1, 2"),
                Arguments.of("'const':'fast'", "slow", "must be fast"),
                Arguments.of(
                        "'anyOf':[{'type':'integer','maximum':9},{'type':'null'}]", 10, "must be at most 9 but was 10"),
                Arguments.of(
                        "'oneOf':[{'type':'integer'},{'type':'boolean'}]",
                        "x",
                        "must be a whole number or true or false but is text"),
                Arguments.of(
                        "'oneOf':[{'type':'integer','maximum':9},{'type':'boolean'}]",
                        10,
                        "must be at most 9 but was 10"),
                Arguments.of("'allOf':[{'$ref':'#/definitions/Size'}]", "big", "must be one of S, L"),
                Arguments.of("'anyOf':[{'$ref':'#/$defs/Size'},{'type':'null'}]", "S", ""),
                Arguments.of("'$ref':'#/definitions/Nowhere'", "anything", ""),
                Arguments.of("'$ref':'#/definitions/Loop'", "anything", ""),
                Arguments.of("'type':'array','minItems':1", List.of(), "must have at least 1 element but has 0"),
                Arguments.of("'type':'nonsense','minimum':'x','pattern':'(','enum':{}", 5, ""));
    }

    @ParameterizedTest
    @MethodSource("singleFields")
    void findsTheProblemOfAField(String schema, Object value, String problem) {
        Cord cord = CatalogueJson.cord(
                "'field':{" + schema + "}",
                "'$defs':{'Size':{'type':'string','enum':['S','L']},'Loop':{'$ref':'#/definitions/Loop'}},");

        List<FieldProblem> problems =
                cord.validate(cord.request().field("field", value).build());

        assertThat(problems.stream().map(FieldProblem::toString))
                .isEqualTo(problem.isEmpty() ? List.of() : List.of("field " + problem));
    }

    @Test
    void findsTheProblemsOfAllFieldsAtOnce() {
        Cord cord = CatalogueJson.cord("""
                'prompt':{'type':'string'},'steps':{'type':'integer','maximum':30},
                'size':{'type':'object','required':['width','height'],
                  'properties':{'width':{'type':'integer'},'height':{'type':'integer'}}},
                'keyframes':{'type':'array','items':{'type':'object','properties':{'at':{'type':'number'}}}}""", "'required':['prompt','steps'],");
        ChuteRequest request = cord.request()
                .field("step", 20)
                .field("size", Map.of("width", "wide"))
                .field("keyframes", List.of(Map.of("at", 1), Map.of("at", "end")))
                .build();

        assertThat(cord.validate(request).stream().map(FieldProblem::toString))
                .containsExactlyInAnyOrder(
                        "prompt is missing",
                        "steps is missing",
                        "step is not a field of this chute; did you mean steps?",
                        "size.height is missing",
                        "size.width must be a whole number but is text",
                        "keyframes[1].at must be a number but is text");
        assertThat(cord.validate(request).stream().filter(FieldProblem::isUnknownField))
                .hasSize(1);
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> cord.requireValid(request))
                .withMessageStartingWith("prompt is missing; steps is missing; ")
                .satisfies(invalid -> assertThat(invalid.field()).isEqualTo("prompt"));
    }

    @Test
    void givesAValidRequestBack() {
        Cord cord = CatalogueJson.cord("'prompt':{'type':'string'}", "'required':['prompt'],");
        ChuteRequest request = cord.request().field("prompt", "a fox").build();

        assertThat(cord.requireValid(request)).isSameAs(request);
    }

    @Test
    void knowsAnImageAsTextOfAnyLength() {
        Cord cord = CatalogueJson.cord(
                "'first':{'type':'string','maxLength':1,'pattern':'^x$'},'steps':{'type':'integer'}", "");
        Image image = Image.bytes(new byte[] {1, 2, 3});

        assertThat(cord.validate(cord.request().image("first", image).build())).isEmpty();
        assertThat(cord.validate(cord.request().image("steps", image).build()))
                .hasToString("[steps must be a whole number but is text]");
    }

    @Test
    void permitsEverythingWithoutASchemaOrWithAnOpenOne() {
        Cord none = CatalogueJson.chute("{'slug':'x','cords':[{'path':'/a'}]}").cord("a");
        Cord open = CatalogueJson.cord("'prompt':{'type':'string'}", "'additionalProperties':true,");

        assertThat(none.validate(none.request().field("a", 1).build())).isEmpty();
        assertThat(none.inputSchema()).isEmpty();
        assertThat(open.validate(open.request().field("a", 1).build())).isEmpty();
    }

    @Test
    void checksABodyThatIsNotWrapped() {
        Cord cord = CatalogueJson.chute("{'slug':'x','cords':[{'path':'/a','input_schema':{'type':'object',"
                        + "'properties':{'prompt':{'type':'string'}},'required':['prompt']}}]}")
                .cord("a");

        assertThat(cord.validate(cord.request().build())).hasToString("[prompt is missing]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(a+)+$", "^(a|aa)+$", "(x*)*y", "^(([a-z])+.)+[A-Z]([a-z])+$"})
    void givesUpOnAPatternThatBacktracksWithoutEnd(String pattern) {
        Cord cord = CatalogueJson.cord("'name':{'type':'string','pattern':'" + pattern + "'}", "");
        ChuteRequest request =
                cord.request().field("name", "a".repeat(400) + "!").build();

        assertThatNoException().isThrownBy(() -> cord.validate(request));
    }

    @Test
    void saysNoTextOfTheRequest() {
        Cord cord = CatalogueJson.cord(
                "'a':{'type':'string','pattern':'^x$','maxLength':3,'enum':['x'],'const':'y'},'b':{'type':'integer'}",
                "");
        ChuteRequest request =
                cord.request().field("a", "secret").field("b", "secret").build();

        assertThat(cord.validate(request))
                .hasSize(5)
                .noneSatisfy(problem -> assertThat(problem.toString()).contains("secret"));
    }
}
