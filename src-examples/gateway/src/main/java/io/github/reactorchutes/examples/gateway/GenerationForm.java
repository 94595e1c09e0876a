package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.catalogue.Cord;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.VideoRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/**
 * The form of a visitor. The endpoint's fields validate it, except for limits specific to the gateway.
 *
 * @param given the values as typed, by field key; empty fields are absent or blank
 */
record GenerationForm(Map<String, String> given) {

    private static final String ENDPOINT = "endpoint";

    private static final String IMAGE_CHECK = "image_check";

    /** Read the form from the body of a request. */
    static Mono<GenerationForm> of(ServerWebExchange exchange) {
        return Mono.zip(exchange.getFormData(), exchange.getMultipartData(), (fields, parts) -> {
            Map<String, String> given = new HashMap<>(fields.toSingleValueMap());
            parts.toSingleValueMap().forEach((name, part) -> {
                if (part instanceof FormFieldPart field) {
                    given.put(name, field.value());
                }
            });
            return new GenerationForm(given);
        });
    }

    /**
     * Read a form.
     *
     * @param encoded the form in URL encoding, such as {@code prompt=a+fox&frames=81}
     */
    static GenerationForm of(String encoded) {
        Map<String, String> given = new HashMap<>();
        UriComponentsBuilder.newInstance()
                .query(encoded)
                .build()
                .getQueryParams()
                .toSingleValueMap()
                .forEach((name, value) -> given.put(name, decoded(name, value)));
        return new GenerationForm(given);
    }

    private static String decoded(String name, @Nullable String encoded) {
        try {
            return encoded == null ? "" : URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problems.unreadable(name);
        }
    }

    /**
     * Create the request.
     *
     * @param uploaded the image, if any
     * @param maxPromptLength maximum characters of each text
     * @throws InvalidVideoRequestException if something is missing or out of bounds
     */
    VideoRequest toRequest(@Nullable Image uploaded, int maxPromptLength) {
        Endpoint endpoint = endpoint(uploaded);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Field field : endpoint.fields()) {
            String text = withPlainLineBreaks(given.getOrDefault(field.key(), ""));
            if (field.type() == Field.Type.IMAGE) {
                values.put(field.key(), checked(required(uploaded)));
            } else if (!text.isBlank()) {
                requireShort(field.key(), field.type() == Field.Type.TEXT ? text : "", maxPromptLength);
                values.put(field.key(), text);
            }
        }
        return VideoRequest.of(endpoint, values);
    }

    /** {@return whether a chute of the catalogue is chosen} */
    boolean isOfCatalogue() {
        return OfferedChutes.isName(chosen());
    }

    /** {@return the chosen endpoint, or an empty text} */
    String chosen() {
        return given.getOrDefault(ENDPOINT, "");
    }

    /**
     * Create the request of a chute of the catalogue.
     *
     * @param cord the chosen cord
     * @param uploaded the image, if any
     * @param maxPromptLength maximum characters of each text
     * @throws InvalidVideoRequestException if the schema of the chute does not allow it
     */
    VideoRequest toRequest(Cord cord, @Nullable Image uploaded, int maxPromptLength) {
        Map<String, String> texts = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            String text = withPlainLineBreaks(value);
            requireShort(name, text, maxPromptLength);
            if (!text.isBlank()) {
                texts.put(name, text);
            }
        });
        return ChuteForm.request(cord, texts, uploaded == null ? null : checked(uploaded));
    }

    /** Without a choice, an image selects image to video. */
    private Endpoint endpoint(@Nullable Image uploaded) {
        String chosen = chosen();
        if (chosen.isBlank()) {
            return uploaded == null ? Endpoint.TEXT_TO_VIDEO : Endpoint.FAST_IMAGE_TO_VIDEO;
        }
        return Endpoint.known().stream()
                .filter(known -> known.name().equals(chosen))
                .findFirst()
                .orElseThrow(() -> new InvalidVideoRequestException(ENDPOINT, "must be one of " + names()));
    }

    private static String names() {
        return Endpoint.known().stream().map(Endpoint::name).collect(Collectors.joining(", "));
    }

    private static Image required(@Nullable Image picture) {
        if (picture == null) {
            throw new InvalidVideoRequestException("image", "is missing");
        }
        return picture;
    }

    /** A visitor may send an image that the check of its bytes does not recognise. */
    private Image checked(Image picture) {
        String check = given.getOrDefault(IMAGE_CHECK, "");
        return check.equals("false") ? picture.withoutCheck() : picture;
    }

    /** A form may have two characters for each line break, where a page counts one. */
    private static String withPlainLineBreaks(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static void requireShort(String field, String text, int maxLength) {
        if (text.length() > maxLength) {
            throw new InvalidVideoRequestException(
                    field, "must have at most " + maxLength + " characters but has " + text.length());
        }
    }
}
