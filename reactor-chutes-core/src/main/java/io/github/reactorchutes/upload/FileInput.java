package io.github.reactorchutes.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The bytes of an image file. Reading fails if the file is no longer the one that was checked. */
final class FileInput extends FilterInputStream {

    private final Path file;

    private final BasicFileAttributes expected;

    private long position;

    FileInput(Path file, BasicFileAttributes expected) throws IOException {
        super(Files.newInputStream(file));
        this.file = file;
        this.expected = expected;
    }

    /**
     * The check after the first read keeps a retry from sending another image; the check at the end detects a change
     * while the file was sent.
     */
    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        boolean first = position == 0;
        int count = super.read(target, from, length);
        position += Math.max(count, 0);
        if (first || count < 0 || position >= expected.size()) {
            requireUnchanged();
        }
        return count;
    }

    private void requireUnchanged() throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        if (found.size() != expected.size()) {
            throw new IOException("image file changed size while it was being sent: expected " + expected.size()
                    + " bytes, got " + found.size());
        }
        if (!found.lastModifiedTime().equals(expected.lastModifiedTime())) {
            throw new IOException("image file was modified while it was being sent");
        }
    }
}
