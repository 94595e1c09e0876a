package io.github.reactorchutes.examples.gateway;

import java.util.Map;
import java.util.function.Supplier;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.FormHttpMessageReader;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import reactor.core.publisher.Mono;

/**
 * An exchange with a bounded body. Spring's exchange reads forms from its original request and ignores decorators, so
 * forms are read here.
 */
final class UploadExchange extends ServerWebExchangeDecorator {

    private static final ResolvableType FIELDS =
            ResolvableType.forClassWithGenerics(MultiValueMap.class, String.class, String.class);

    private static final ResolvableType PARTS =
            ResolvableType.forClassWithGenerics(MultiValueMap.class, String.class, Part.class);

    private static final String MALFORMED =
            "The form is malformed, incomplete, or has more than " + UploadFolder.MAX_PARTS + " parts.";

    private final ServerHttpRequest request;

    private final UploadFolder folder;

    private final Mono<MultiValueMap<String, String>> fields;

    private final Mono<MultiValueMap<String, Part>> parts;

    UploadExchange(ServerWebExchange exchange, ServerHttpRequest request, UploadFolder folder) {
        super(exchange);
        this.request = request;
        this.folder = folder;
        this.fields = read(MediaType.APPLICATION_FORM_URLENCODED, FIELDS, () -> Mono.just(new FormHttpMessageReader()));
        this.parts = read(MediaType.MULTIPART_FORM_DATA, PARTS, folder::reader);
    }

    private <T> Mono<MultiValueMap<String, T>> read(
            MediaType type,
            ResolvableType target,
            Supplier<Mono<? extends HttpMessageReader<MultiValueMap<String, T>>>> reader) {
        return Mono.defer(() -> type.isCompatibleWith(request.getHeaders().getContentType())
                        ? reader.get().flatMap(codec -> codec.readMono(target, request, Map.of()))
                        : Mono.<MultiValueMap<String, T>>empty())
                .onErrorMap(DataBufferLimitException.class, UploadExchange::tooLarge)
                .onErrorMap(
                        UploadExchange::isOfForm, malformed -> problem(HttpStatus.BAD_REQUEST, MALFORMED, malformed))
                .defaultIfEmpty(new LinkedMultiValueMap<>())
                .cache();
    }

    /** Only files are written to disk. */
    private static Throwable tooLarge(Throwable error) {
        return String.valueOf(error.getMessage()).contains("disk")
                ? Problems.imageTooLarge()
                : problem(HttpStatus.CONTENT_TOO_LARGE, "A text of the form is too large.", error);
    }

    private static boolean isOfForm(Throwable error) {
        return error instanceof DecodingException || error instanceof IllegalArgumentException;
    }

    private static ResponseStatusException problem(HttpStatus status, String detail, Throwable cause) {
        return new ResponseStatusException(status, detail, cause);
    }

    @Override
    public ServerHttpRequest getRequest() {
        return request;
    }

    @Override
    public Mono<MultiValueMap<String, String>> getFormData() {
        return fields;
    }

    @Override
    public Mono<MultiValueMap<String, Part>> getMultipartData() {
        return parts;
    }

    /** Delete all stored parts, including unpublished ones. */
    Mono<Void> deleteParts() {
        return folder.delete();
    }
}
