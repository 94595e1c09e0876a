/** An application on the module path that needs all three modules. */
module application {
    requires io.github.reactorchutes;
    requires io.github.reactorchutes.spring;
    requires io.github.reactorchutes.test;
    requires reactor.core;
    requires org.reactivestreams;
    requires spring.core;
}
