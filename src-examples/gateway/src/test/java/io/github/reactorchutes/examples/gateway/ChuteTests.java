package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.RecordedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** Chutes of the catalogue behind the gateway's form. */
class ChuteTests extends GatewayTest {

    @Test
    void listsTheSynchronousChutesThatAreUp() {
        assertThat(get("/chutes"))
                .contains("\"endpoint\":\"harbor-painter/generate\"", "\"endpoint\":\"harbor-speaker/speak\"")
                .doesNotContain("harbor-director");
        assertThat(get("/settings")).contains("\"chutes\":true");
    }

    @Test
    void showsTheFieldsOfAChute() {
        assertThat(get("/chutes?endpoint=harbor-first-last-frame/animate"))
                .contains("\"key\":\"first_image_b64\",\"type\":\"image\",\"required\":true")
                .contains("\"key\":\"resolution\",\"type\":\"choice\"", "\"choices\":[\"480p\",\"720p\"]")
                .contains("\"key\":\"frames\",\"type\":\"integer\"", "between 17 and 161")
                .doesNotContain("last_image_b64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "harbor-painter/nothing",
                "harbor-singer/sing",
                "harbor-director/videos",
                "harbor-painter",
                "../users/me"
            })
    void showsNothingElse(String endpoint) {
        web.get()
                .uri("/chutes?endpoint={name}", endpoint)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .returnResult();
    }

    @ParameterizedTest
    @CsvSource({
        "harbor-painter/generate, prompt, image/png, png",
        "harbor-speaker/speak, text, audio/wav, wav",
        "harbor-text-to-webm/render, prompt, video/webm, webm",
        "harbor-keyframes/generate, prompt, video/mp4, mp4"
    })
    void savesWhatAChuteMakesWithItsEnding(String endpoint, String field, String type, String ending) {
        String path = begin(form -> {
            form.part("endpoint", endpoint);
            form.part(field, "a red fox");
        });
        JobStatus last = last(path);

        assertThat(last.state()).as(String.valueOf(last.problem())).isEqualTo(JobState.READY);
        assertThat(Objects.requireNonNull(last.video()).ending()).isEqualTo(ending);
        web.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .value(
                        "Content-Type",
                        sent -> assertThat(sent.replace("/x-wav", "/wav").replace("/vnd.wave", "/wav"))
                                .isEqualTo(type))
                .expectBody()
                .returnResult();
    }

    @Test
    void streamsAnImage() {
        EntityExchangeResult<byte[]> result = web.post()
                .uri("/videos/stream")
                .bodyValue(form(form -> {
                    form.part("endpoint", "harbor-painter/generate");
                    form.part("prompt", "a red fox");
                    form.part("width", "256");
                    form.part("guidance_scale", "7.5");
                }))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.IMAGE_PNG)
                .expectBody()
                .returnResult();

        assertThat(result.getResponseHeaders().getContentDisposition().getFilename())
                .isEqualTo("image.png");
        assertThat(call().json()).containsEntry("width", 256).containsEntry("guidance_scale", 7.5);
    }

    @Test
    void sendsTheImageUnderTheNameOfTheChute() throws IOException {
        byte[] picture = picture();
        last(begin(form -> {
            form.part("endpoint", "harbor-first-last-frame/animate");
            form.part("prompt", "it looks up");
            form.part("image", new ByteArrayResource(picture)).filename("fox.png");
        }));

        assertThat(call().image().orElseThrow().field()).isEqualTo("first_image_b64");
    }

    @ParameterizedTest
    @CsvSource({
        "harbor-painter/generate, width, 1, width",
        "harbor-painter/generate, width, wide, width",
        "harbor-speaker/speak, voice, carl, text",
        "harbor-first-last-frame/animate, prompt, fox, first_image_b64",
        "harbor-singer/sing, prompt, fox, endpoint"
    })
    void namesTheFieldThatTheSchemaDoesNotAllow(String endpoint, String field, String value, String wrong) {
        web.post()
                .uri("/videos")
                .bodyValue(form(form -> {
                    form.part("endpoint", endpoint);
                    form.part(field, value);
                    if (endpoint.startsWith("harbor-painter")) {
                        form.part("prompt", "a red fox");
                    }
                }))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.field")
                .isEqualTo(wrong);
        assertThat(calls()).isEmpty();
    }

    @Test
    void offersNoChuteThatIsNotUp() {
        emulator.chute("harbor/painter").cold(Duration.ofDays(1));

        web.get()
                .uri("/chutes?endpoint=harbor-painter/generate")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .returnResult();
    }

    private RecordedRequest call() {
        return calls().get(0);
    }

    private List<RecordedRequest> calls() {
        return emulator.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
    }

    private String get(String path) {
        return String.valueOf(web.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }
}
