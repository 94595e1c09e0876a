package io.github.reactorchutes.examples.cli;

import java.lang.reflect.Proxy;

/** The signals of the operating system, where the JVM offers them: only an unsupported class of the JDK does. */
final class Signals {

    private Signals() {}

    /**
     * Call an action for each signal instead of what the JVM does by default.
     *
     * @param name the name, such as {@code INT}
     * @param action called in a new thread each time
     * @return whether the JVM offers that
     */
    static boolean handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, given) -> {
                        if (method.getDeclaringClass() == handler) {
                            action.run();
                            return null;
                        }
                        return method.invoke(action, given);
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException unsupported) {
            return false;
        }
    }
}
