package io.github.reactorchutes.test.junit;

import io.github.reactorchutes.test.ChutesEmulator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides a test class with an emulator that is started before the first test, reset before each and closed after the
 * last. In an instance field it is started and closed for each test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();
 *
 * @Test
 * void generates(ChutesEmulator emulator) { ... }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ChutesEmulatorExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private final ChutesEmulator.Builder builder;
    private @Nullable ChutesEmulator emulator;
    private boolean perTest;

    private ChutesEmulatorExtension(ChutesEmulator.Builder builder) {
        this.builder = builder;
    }

    /** Create an extension for {@code @ExtendWith}, with an emulator of small videos. */
    ChutesEmulatorExtension() {
        this(ChutesEmulator.builder().smallVideos(true));
    }

    /**
     * Create an extension with an emulator of small videos.
     *
     * @return the extension
     */
    public static ChutesEmulatorExtension create() {
        return new ChutesEmulatorExtension();
    }

    /**
     * Create an extension with a configured emulator.
     *
     * @param builder its options
     * @return the extension
     */
    public static ChutesEmulatorExtension of(ChutesEmulator.Builder builder) {
        return new ChutesEmulatorExtension(builder);
    }

    /**
     * Return the emulator.
     *
     * @return the running emulator
     * @throws IllegalStateException outside the run of a test class
     */
    public ChutesEmulator emulator() {
        if (emulator == null) {
            throw new IllegalStateException("the emulator runs only while its test class runs");
        }
        return emulator;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (emulator == null) {
            emulator = builder.start();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (emulator == null) {
            perTest = true;
            emulator = builder.start();
        } else {
            emulator.reset();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (perTest) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ChutesEmulator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return emulator();
    }

    private void close() {
        if (emulator != null) {
            emulator.close();
            emulator = null;
        }
    }
}
