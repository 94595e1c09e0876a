package io.github.reactorchutes.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.reactorchutes.request.AcceptedMedia;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChuteParserTests {

    private static final String PAINTER = """
            {'chute_id':'5f4c','name':'painter','slug':'me-painter','tagline':'Paints','public':true,'hot':true,
             'readme':'long','unknown':{'a':[1]},
             'current_estimated_price':{'usd':{'hour':1.25,'second':0.000347},'tao':{'hour':0.004}},
             'instances':[{'active':true,'verified':true},{'active':true,'verified':false}],
             'cords':[
               {'function':'paint','path':'/paint_it','method':'POST','public_api_path':'/generate',
                'public_api_method':'POST','output_content_type':'image/png; q=1','stream':false},
               {'function':'health','path':'/health','method':'GET','output_content_type':'application/json'}]}""";

    @Test
    void readsAChute() {
        ChuteDescription chute = CatalogueJson.chute(PAINTER);

        assertThat(chute.id()).isEqualTo("5f4c");
        assertThat(chute.name()).isEqualTo("painter");
        assertThat(chute.slug()).isEqualTo("me-painter");
        assertThat(chute).hasToString("me-painter");
        assertThat(chute.tagline()).isEqualTo("Paints");
        assertThat(chute.isPublic()).isTrue();
        assertThat(chute.isHot()).isTrue();
        assertThat(chute.instances()).isEqualTo(1);
        assertThat(chute.pricePerHour()).isEqualByComparingTo("1.25");
        assertThat(chute.cords()).hasToString("[POST /generate, GET /health]");
    }

    @Test
    void findsACordByItsPathOrName() {
        ChuteDescription chute = CatalogueJson.chute(PAINTER);

        assertThat(List.of("/generate", "generate", "paint"))
                .allSatisfy(name -> assertThat(chute.cord(name)).hasToString("POST /generate"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chute.cord("/paint_it"))
                .withMessage("cord must be one of /generate, /health of painter");
    }

    @Test
    void makesAnEndpointOfACord() {
        Cord cord = CatalogueJson.chute(PAINTER).cord("generate");

        assertThat(cord.isCallable()).isTrue();
        assertThat(cord.endpoint().name()).isEqualTo("me-painter.generate");
        assertThat(cord.endpoint().url()).isEqualTo(URI.create("https://me-painter.chutes.ai/generate"));
        assertThat(cord.request().build().accepted()).isEqualTo(AcceptedMedia.images());
    }

    @Test
    void callsNothingButAPostOfAChuteWithAHost() {
        assertThatIllegalStateException()
                .isThrownBy(() -> CatalogueJson.chute(PAINTER).cord("health").request())
                .withMessage("/health is called with GET, not POST");
        assertThatIllegalStateException()
                .isThrownBy(() -> CatalogueJson.chute("{'name':'x','cords':[{'path':'/a'}]}")
                        .cord("a")
                        .request())
                .withMessage("the chute has no host");
    }

    @Test
    void findsTheCordsOfAListInTheirTable() {
        ChuteDescription chute = Objects.requireNonNull(CatalogueJson.parser()
                .chute(
                        CatalogueJson.parse("{'slug':'a','cords':null,'cord_ref_id':'7'}"),
                        CatalogueJson.parse("{'7':[{'path':'go'}],'8':[]}")));

        assertThat(chute.cords()).hasToString("[POST /go]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':7,'slug':'ok','tagline':[],'public':'yes','hot':1,'instances':'two','cords':{}}",
                "{'slug':'ok','current_estimated_price':[1],'instance_count':-1,'cords':[null,1,[],{},{'path':5}]}",
                "{'slug':'ok','current_estimated_price':{'usd':{'hour':'free'}},'cord_ref_id':{},'cords':null}",
                "{'slug':'ok','current_estimated_price':{'usd':{'hour':1e999999}}}"
            })
    void treatsWhatItDoesNotUnderstandAsAbsent(String json) {
        ChuteDescription chute = CatalogueJson.chute(json);

        assertThat(chute.name()).isEqualTo("ok");
        assertThat(chute.tagline()).isEmpty();
        assertThat(chute.isPublic()).isFalse();
        assertThat(chute.isHot()).isFalse();
        assertThat(chute.instances()).isNull();
        assertThat(chute.pricePerHour()).isNull();
        assertThat(chute.cords()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "7", "null", "{'name':''}"})
    void skipsWhatIsNoChute(String json) {
        assertThat(CatalogueJson.parser().chute(CatalogueJson.parse(json), CatalogueJson.parse("{}")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.com/", "a.b", "a@b", "-a", "a b", "a\\\\u0000"})
    void takesNoSlugThatIsNoLabelOfAHost(String slug) {
        assertThat(CatalogueJson.chute("{'name':'x','slug':'" + slug + "'}").slug())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../x", "//x", "/a?b", "/a b", "/a#b", "/%2e"})
    void skipsACordWhosePathIsNone(String path) {
        assertThat(CatalogueJson.chute("{'slug':'x','cords':[{'path':'" + path + "'}]}")
                        .cords())
                .isEmpty();
    }

    @Test
    void countsPricesBySecondIfThatIsAllThereIs() {
        assertThat(CatalogueJson.chute("{'slug':'x','current_estimated_price':{'usd':{'second':0.001}}}")
                        .pricePerHour())
                .isEqualByComparingTo(new BigDecimal("3.6"));
    }

    @ParameterizedTest
    @CsvSource({
        "video/webm, a video",
        "image/jpeg, an image",
        "audio/wav, audio",
        "application/json, application/json",
        "text/plain, a video or an image or audio",
        "nonsense, a video or an image or audio"
    })
    void acceptsWhatIsDeclared(String declared, String accepted) {
        Cord cord = CatalogueJson.chute("{'slug':'x','cords':[{'path':'/a','output_content_type':'" + declared + "'}]}")
                .cord("a");

        assertThat(cord.accepted()).hasToString(accepted);
        assertThat(cord.accepted().isAnswer("text/plain"))
                .isEqualTo(declared.equals("text/plain") || declared.equals("nonsense"));
    }

    @Test
    void describesTheFieldsOfTheBody() {
        Cord cord = CatalogueJson.cord(
                """
                'prompt':{'type':'string','minLength':3,'description':'What to paint'},
                'steps':{'type':'integer','default':25,'minimum':10,'maximum':30},
                'seed':{'anyOf':[{'type':'integer'},{'type':'null'}],'default':null},
                'scale':{'type':'number','exclusiveMinimum':0},
                'size':{'anyOf':[{'$ref':'#/definitions/Size'},{'type':'null'}],'default':'832*480'},
                'fast':{'type':'boolean','default':true},
                'images':{'type':'array','items':{'type':'string'},'minItems':1,'maxItems':3},
                'extra':{}""", "'required':['prompt'],'$defs':{'Size':{'type':'string','enum':['832*480','480*832']}},");

        assertThat(cord.fields().stream().map(ChuteParserTests::line))
                .containsExactly(
                        "prompt TEXT required 'at least 3 characters' null [] What to paint",
                        "steps INTEGER optional 'between 10 and 30' 25 [] ",
                        "seed INTEGER optional '' null [] ",
                        "scale DECIMAL optional 'more than 0' null [] ",
                        "size TEXT optional '' 832*480 [832*480, 480*832] ",
                        "fast BOOLEAN optional '' true [] ",
                        "images LIST optional 'between 1 and 3 elements' null [] ",
                        "extra ANY optional '' null [] ");
        assertThat(cord.inputSchema()).startsWith("{\"type\":\"object\",\"required\":[\"args\"]");
    }

    private static String line(CordField field) {
        return field.name() + " " + field.type() + (field.isRequired() ? " required" : " optional") + " '"
                + field.bounds() + "' " + field.defaultValue() + " " + field.choices() + " " + field.description();
    }
}
