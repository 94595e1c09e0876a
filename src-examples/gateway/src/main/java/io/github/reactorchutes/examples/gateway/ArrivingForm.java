package io.github.reactorchutes.examples.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.FormPartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/**
 * A form whose image comes last and is passed on while it arrives: at most two pieces of it are here at a time, and the
 * visitor's socket is read as fast as they are taken.
 */
final class ArrivingForm extends BaseSubscriber<PartEvent> {

    private final Map<String, String> fields = new LinkedHashMap<>();

    private final Sinks.Many<DataBuffer> pieces = Sinks.many().unicast().onBackpressureBuffer();

    private final MonoSink<ArrivingForm> read;

    private @Nullable FilePartEvent image;

    private boolean imageOver;

    private ArrivingForm(MonoSink<ArrivingForm> read) {
        this.read = read;
        read.onCancel(this);
    }

    /**
     * Read a form up to its image, or to its end.
     *
     * <p><b>Ownership.</b> Who receives the form disposes it.
     *
     * <p><b>Errors.</b> Those of the form; the image fails if a part comes after it, before it completes.
     *
     * @param parts the form
     * @return the form, with all fields; the image is still to be read
     */
    static Mono<ArrivingForm> read(Flux<PartEvent> parts) {
        return Mono.create(sink -> parts.subscribe((CoreSubscriber<PartEvent>) new ArrivingForm(sink)));
    }

    Map<String, String> fields() {
        return fields;
    }

    /** Return the first event of the image's part, which says what is known of it. */
    @Nullable
    FilePartEvent image() {
        return image;
    }

    /** Return the image's bytes, for one subscriber, who releases them. */
    Flux<DataBuffer> content() {
        return pieces.asFlux()
                .doOnRequest(this::request)
                .doOnCancel(this::cancel)
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release);
    }

    @Override
    public Context currentContext() {
        return Context.of(read.contextView());
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(1);
    }

    @Override
    protected void hookOnNext(PartEvent event) {
        if (imageOver) {
            DataBufferUtils.release(event.content());
            fail(Problems.notLast("image", event.name()));
        } else if (image != null) {
            pass(event);
        } else if (event instanceof FilePartEvent file && !file.filename().isEmpty()) {
            image = file;
            pass(event);
            read.success(this);
        } else {
            keep(event);
        }
    }

    private void keep(PartEvent event) {
        DataBufferUtils.release(event.content());
        if (event instanceof FormPartEvent field) {
            fields.put(field.name(), field.value());
        }
        request(1);
    }

    /** The image is not complete before it is known that nothing comes after it. */
    private void pass(PartEvent event) {
        imageOver = event.isLast();
        if (pieces.tryEmitNext(event.content()).isFailure()) {
            DataBufferUtils.release(event.content());
        }
        if (imageOver) {
            request(1);
        }
    }

    private void fail(Throwable problem) {
        cancel();
        hookOnError(problem);
    }

    @Override
    protected void hookOnError(Throwable problem) {
        if (image == null) {
            read.error(problem);
        } else {
            pieces.tryEmitError(problem);
        }
    }

    @Override
    protected void hookOnComplete() {
        if (image == null) {
            read.success(this);
        } else {
            pieces.tryEmitComplete();
        }
    }

    /** Stop reading, and release what nobody took. */
    @Override
    public void dispose() {
        cancel();
        content().subscribe((CoreSubscriber<DataBuffer>) new Refusal());
    }

    /** Takes nothing, so that all of it is discarded; or is itself refused, where somebody took it. */
    private static final class Refusal extends BaseSubscriber<DataBuffer> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.cancel();
        }

        @Override
        protected void hookOnError(Throwable taken) {}
    }
}
