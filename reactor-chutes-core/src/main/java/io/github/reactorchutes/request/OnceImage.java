package io.github.reactorchutes.request;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** An image that can be read once. Its feed is with one body at a time, and comes back from one that was not sent. */
final class OnceImage implements ImageSource {

    private final AtomicReference<@Nullable ImageFeed> idle;

    private final String title;

    private volatile boolean discarded;

    private OnceImage(ImageFeed feed, String kind) {
        if (feed.size() < 1) {
            throw new InvalidVideoRequestException("image", "must not be empty but has a size of " + feed.size());
        }
        this.idle = new AtomicReference<>(feed);
        this.title = kind + " of " + feed.size() + " bytes";
    }

    static OnceImage of(Publisher<DataBuffer> source, long size) {
        return new OnceImage(new ImageFeed(Objects.requireNonNull(source, "source"), size), "publisher");
    }

    static OnceImage of(DataBuffer buffer) {
        return new OnceImage(new ImageFeed(buffer), "buffer");
    }

    static IllegalStateException used() {
        return new IllegalStateException("the image can be read once and was used before:"
                + " each call needs an Image.once or Image.buffer of its own");
    }

    @Override
    public Mono<RequestBody> prepare(JsonFrame frame, boolean checked) {
        return Mono.deferContextual(context -> {
            ImageFeed feed = idle.getAndSet(null);
            return feed == null ? Mono.error(used()) : look(feed, frame, checked, Context.of(context));
        });
    }

    private Mono<RequestBody> look(ImageFeed feed, JsonFrame frame, boolean checked, Context context) {
        OnceBody body = new OnceBody(this, feed, frame);
        return Mono.<RequestBody>create(sink -> {
            sink.onCancel(body::release);
            feed.open(new HeadCheck(feed, body, frame.field(), checked, sink), context);
        });
    }

    void giveBack(ImageFeed feed) {
        idle.set(feed);
        if (discarded) {
            discard();
        }
    }

    @Override
    public boolean isReplayable() {
        return false;
    }

    @Override
    public void discard() {
        discarded = true;
        ImageFeed feed = idle.getAndSet(null);
        if (feed != null) {
            feed.cancel();
        }
    }

    @Override
    public String toString() {
        return title;
    }
}
