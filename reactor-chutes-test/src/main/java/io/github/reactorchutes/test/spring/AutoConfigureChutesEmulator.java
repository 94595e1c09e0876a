package io.github.reactorchutes.test.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Point all auto-configured Chutes clients of a test at an emulator. The emulator is a bean of the test's context: it
 * starts before the context, closes with it, and is shared by the tests that share the context. No token is needed.
 *
 * <pre>{@code
 * @SpringBootTest
 * @AutoConfigureChutesEmulator
 * class GalleryTests {
 *
 *     @Test
 *     void shows(@Autowired ChutesEmulator emulator) { ... }
 * }
 * }</pre>
 *
 * <p>The emulator is reset before each test, before the test's own preparations. Test classes that share a context share
 * its emulator. If they run in parallel, give them separate contexts, for example by a property, or switch {@link
 * #resetBeforeEachTest()} off.
 *
 * <p>It replaces the base URL, the URLs of all endpoints and the token of every client in the settings, including named
 * clients, so that no request and no token leave the machine. Settings that a {@code DynamicPropertySource} adds are not
 * covered.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AutoConfigureChutesEmulator {

    /** {@return whether videos are shrunk to some ten kilobytes} */
    boolean smallVideos() default true;

    /**
     * Return whether retries wait some milliseconds instead of the configured back-offs. A kind of retry that the test's
     * own properties mention keeps its settings, and so does a named client with its own back-offs.
     *
     * @return whether to shorten them
     */
    boolean shortBackoffs() default true;

    /** {@return whether replies and recorded requests are cleared before each test} */
    boolean resetBeforeEachTest() default true;

    /** {@return a class that sets further options of the emulator} */
    Class<? extends ChutesEmulatorCustomizer> options() default NoOptions.class;
}
