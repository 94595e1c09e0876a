package io.github.reactorchutes.request;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Mono;

/** An image in memory, encoded while it is sent. */
final class ImageBytes implements StoredImage, BodyPart {

    private final ByteBuffer image;

    ImageBytes(ByteBuffer image) {
        if (!image.hasRemaining()) {
            throw new InvalidVideoRequestException("image", "must not be empty");
        }
        this.image = image.slice().asReadOnlyBuffer();
    }

    @Override
    public Mono<BodyPart> prepare(String field, boolean checked) {
        return Mono.fromSupplier(() -> {
            if (checked) {
                ImageSignature.require(field, head(), image.capacity());
            }
            return this;
        });
    }

    /** Return what speaks against its being an image, or {@code null}. */
    @Nullable
    String problem() {
        return ImageSignature.problem(head(), image.capacity());
    }

    private byte[] head() {
        byte[] head = new byte[Math.min(image.capacity(), ImageSignature.HEAD_BYTES)];
        image.get(0, head);
        return head;
    }

    @Override
    public long length() {
        return Base64Block.encodedLength(image.capacity());
    }

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public Reader open() {
        Base64Block block = new Base64Block(image.capacity());
        return (position, count, target) -> read(Base64Block.imagePosition(position), block, target);
    }

    private void read(long position, Base64Block block, DataBuffer target) {
        int count = (int) Math.min(block.bytes().length, image.capacity() - position);
        image.get((int) position, block.bytes(), 0, count);
        block.encode(count, target);
    }

    @Override
    public String toString() {
        return image.capacity() + " bytes";
    }
}
