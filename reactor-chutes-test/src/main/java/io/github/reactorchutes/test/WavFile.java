package io.github.reactorchutes.test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A RIFF file of 16-bit mono PCM with one tone for each letter of a text, instead of speech. */
final class WavFile {

    private static final int RATE = 16_000;
    private static final int HEADER = 44;
    private static final int LETTER = RATE / 20;
    private static final int MAX_LETTERS = 600;
    private static final int VOLUME = 8_000;

    private WavFile() {}

    static byte[] of(String text) {
        String spoken = text.isEmpty() ? " " : text.substring(0, Math.min(MAX_LETTERS, text.length()));
        int bytes = spoken.length() * LETTER * 2;
        ByteBuffer file = ByteBuffer.allocate(HEADER + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF"))
                .putInt(HEADER - 8 + bytes)
                .put(ascii("WAVEfmt "))
                .putInt(16);
        file.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE * 2);
        file.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(bytes);
        spoken.chars().forEach(letter -> tone(file, 200 + letter % 64 * 10));
        return file.array();
    }

    private static void tone(ByteBuffer file, int hertz) {
        for (int sample = 0; sample < LETTER; sample++) {
            file.putShort((short) (VOLUME * Math.sin(2 * Math.PI * hertz * sample / RATE)));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
