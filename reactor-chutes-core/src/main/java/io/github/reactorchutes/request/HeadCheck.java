package io.github.reactorchutes.request;

import reactor.core.publisher.MonoSink;

/** Waits for the first bytes of a feed, looks at them, and hands the body on. */
final class HeadCheck implements ImageFeed.Consumer {

    private final ImageFeed feed;

    private final OnceBody body;

    private final String field;

    private final byte[] head;

    private int copied;

    private final MonoSink<RequestBody> sink;

    private boolean over;

    HeadCheck(ImageFeed feed, OnceBody body, String field, boolean checked, MonoSink<RequestBody> sink) {
        this.feed = feed;
        this.body = body;
        this.field = field;
        this.head = new byte[checked ? (int) Math.min(ImageSignature.HEAD_BYTES, feed.size()) : 0];
        this.sink = sink;
    }

    @Override
    public void serve(boolean ended) {
        if (over) {
            return;
        }
        copied = feed.peek(head, copied);
        if (copied < head.length) {
            feed.more();
        } else {
            judge();
        }
    }

    private void judge() {
        try {
            if (head.length > 0) {
                ImageSignature.require(field, head, feed.size());
            }
        } catch (InvalidVideoRequestException e) {
            fail(e);
            return;
        }
        over = true;
        sink.success(body);
    }

    @Override
    public void fail(Throwable problem) {
        if (!over) {
            over = true;
            body.abort();
            sink.error(problem);
        }
    }
}
