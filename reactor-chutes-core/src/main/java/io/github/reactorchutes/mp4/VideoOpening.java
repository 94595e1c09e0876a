package io.github.reactorchutes.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;

/** The first bytes of a body that may not be an MP4, and what they show. Not thread-safe. */
final class VideoOpening {

    /** Three packets of a transport stream, each of which begins with the same byte. */
    private static final int LENGTH = 2 * 188 + 1;

    private final byte[] bytes = new byte[LENGTH];

    private int length;

    void accept(int count, IntUnaryOperator source) {
        for (int i = 0; i < count && length < LENGTH; i++) {
            bytes[length++] = (byte) source.applyAsInt(i);
        }
    }

    VideoFormat format() {
        if (begins(0, "\u001aE\u00df\u00a3")) {
            return contains("webm") ? VideoFormat.WEBM : VideoFormat.MATROSKA;
        }
        if (begins(0, "RIFF")) {
            return riff();
        }
        if (begins(0, "GIF87a") || begins(0, "GIF89a")) {
            return VideoFormat.GIF;
        }
        return isTransportStream(0) || isTransportStream(4) ? VideoFormat.MPEG_TS : byMagic();
    }

    private VideoFormat riff() {
        if (begins(8, "AVI ")) {
            return VideoFormat.AVI;
        }
        if (begins(8, "WAVE")) {
            return VideoFormat.WAV;
        }
        return begins(8, "WEBP") ? VideoFormat.WEBP : VideoFormat.UNKNOWN;
    }

    private VideoFormat byMagic() {
        if (begins(0, "OggS")) {
            return isOggAudio() ? VideoFormat.OGG_AUDIO : VideoFormat.OGG;
        }
        if (begins(0, "FLV\u0001")) {
            return VideoFormat.FLV;
        }
        if (begins(0, "\u0000\u0000\u0001\u00ba")) {
            return VideoFormat.MPEG_PS;
        }
        if (begins(0, "0&\u00b2u\u008ef\u00cf\u0011")) {
            return VideoFormat.ASF;
        }
        if (begins(0, "\u0089PNG\r\n\u001a\n")) {
            return VideoFormat.PNG;
        }
        return begins(0, "\u00ff\u00d8\u00ff") ? VideoFormat.JPEG : byAudioMagic();
    }

    private VideoFormat byAudioMagic() {
        if (begins(0, "fLaC\u0000") || begins(0, "fLaC\u0080")) {
            return VideoFormat.FLAC;
        }
        return isMp3() ? VideoFormat.MP3 : VideoFormat.UNKNOWN;
    }

    /** The first page of Ogg has one segment, which begins with the name of its codec. */
    private boolean isOggAudio() {
        return begins(28, "OpusHead") || begins(28, "\u0001vorbis") || begins(28, "\u007fFLAC") || begins(28, "Speex");
    }

    /** An ID3v2 tag, or the header of a frame in which no field has a reserved value. */
    private boolean isMp3() {
        if (begins(0, "ID3")) {
            return length > 3 && bytes[3] >= 2 && bytes[3] <= 4;
        }
        if (length < 3 || bytes[0] != (byte) 0xFF || (bytes[1] & 0xE6) != 0xE2) {
            return false;
        }
        int bitRate = (bytes[2] & 0xF0) >> 4;
        return (bytes[1] & 0x18) != 0x08 && bitRate != 0 && bitRate != 15 && (bytes[2] & 0x0C) != 0x0C;
    }

    /** Return the size in bytes that the file declares; -1 if it declares none. */
    long declaredSize() {
        return DeclaredSize.of(ByteBuffer.wrap(bytes, 0, length).slice());
    }

    /** Packets of 188 bytes, or of 192 with a time before each (M2TS). */
    private boolean isTransportStream(int prefix) {
        int packet = 188 + prefix;
        boolean twoPackets = length > packet + prefix && bytes[prefix] == 'G' && bytes[packet + prefix] == 'G';
        int third = 2 * packet + prefix;
        return twoPackets && (length <= third || bytes[third] == 'G');
    }

    /** Return whether these bytes are text, such as an HTML page or an error in JSON. */
    boolean isText() {
        for (int i = 0; i < length; i++) {
            if (isControl(bytes[i])) {
                return false;
            }
        }
        boolean isBinary = begins(0, "RIFF") || format() != VideoFormat.UNKNOWN;
        return length > 0 && !isBinary && isUtf8();
    }

    private static boolean isControl(byte character) {
        return (character >= 0 && character < ' ' && "\t\n\f\r\u001b".indexOf(character) < 0) || character == 0x7F;
    }

    /** Up to three bytes at the end may begin a character. */
    private boolean isUtf8() {
        for (int cut = 0; cut < 4 && cut < length; cut++) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length - cut));
                return true;
            } catch (CharacterCodingException maybeCut) {
                // try without the last byte
            }
        }
        return false;
    }

    private boolean contains(String text) {
        return new String(bytes, 0, Math.min(length, 64), StandardCharsets.ISO_8859_1).contains(text);
    }

    private boolean begins(int offset, String signature) {
        if (length < offset + signature.length()) {
            return false;
        }
        for (int i = 0; i < signature.length(); i++) {
            if (bytes[offset + i] != (byte) signature.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
