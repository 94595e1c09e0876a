package io.github.reactorchutes.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeJars;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.reactorchutes.ChutesClient;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@AnalyzeClasses(
        packages = "io.github.reactorchutes",
        importOptions = {DoNotIncludeTests.class, DoNotIncludeJars.class, ArchitectureTests.NotTheEmulator.class})
class ArchitectureTests {

    /** The emulator is a folder of classes, and no jar, while the modules are built together. */
    static final class NotTheEmulator implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("reactor-chutes-test");
        }
    }

    private static final String BASE = "io.github.reactorchutes";

    /** Packages that users may name. All others are for this library alone. */
    private static final Set<String> API = Stream.of(
                    "",
                    ".account",
                    ".auth",
                    ".catalogue",
                    ".error",
                    ".exchange",
                    ".fetch",
                    ".mp4",
                    ".observation",
                    ".operation",
                    ".progress",
                    ".request",
                    ".resilience",
                    ".sink",
                    ".warmup")
            .map(BASE::concat)
            .collect(Collectors.toSet());

    /** Third-party types that every package may show. */
    private static final Set<String> SHOWN_EVERYWHERE = Set.of(
            "reactor.core.publisher.Mono",
            "reactor.core.publisher.Flux",
            "org.reactivestreams.Publisher",
            "org.springframework.core.io.buffer.DataBuffer",
            "org.springframework.core.io.buffer.DataBufferFactory");

    /** Packages that exist to show the types of one library, or that the client gives its own seam to. */
    private static final Set<String> SHOWN_IN_PACKAGES = Set.of(
            BASE + ".account " + BASE + ".management",
            BASE + ".warmup " + BASE + ".management",
            BASE + ".resilience io.github.resilience4j",
            BASE + ".observation io.micrometer",
            BASE + ".observation io.github.resilience4j");

    /** Types of API packages that only the client names. */
    private static final Set<String> MADE_BY_THE_CLIENT =
            Set.of(BASE + ".catalogue.PlatformCatalogue", BASE + ".operation.PlatformOperations");

    /** It is beside the subscriber that it shares, which needs the package of the exchange. */
    private static final String PASSAGE = BASE + ".exchange.Passage";

    /** Library types that are ours to subclass or that carry subclasses of their own. */
    private static final Set<String> OPEN = Set.of(
            BASE + ".request.InvalidVideoRequestException",
            BASE + ".observation.DefaultChutesCallObservationConvention",
            BASE + ".observation.DefaultChutesAttemptObservationConvention");

    /** Where main code subscribes: hand-made subscribers, and the closing of a client, which has no other caller. */
    private static final Set<String> SUBSCRIBING = Set.of(BASE + ".DefaultChutesClient.close()");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule requestsKnowNothingButTheirErrors = onlyDependOn("request", "error");

    @ArchTest
    static final ArchRule requestsAreDataAlone = noClasses()
            .that()
            .resideInAPackage(BASE + ".request")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "reactor.core.scheduler..", "io.netty..");

    @ArchTest
    static final ArchRule uploadsKnowRequestsAlone = onlyDependOn("upload", "request");

    @ArchTest
    static final ArchRule uploadsAreMadeByTheTransportAlone = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + ".upload", BASE + ".transport")
            .should()
            .dependOnClassesThat(
                    resideInAPackage(BASE + ".upload").and(DescribedPredicate.not(simpleName("ImageCheck"))));

    @ArchTest
    static final ArchRule theFetcherKnowsImagesAlone = noClasses()
            .that()
            .resideInAPackage(BASE + ".fetch")
            .should()
            .dependOnClassesThat(resideInAPackage(BASE + "..")
                    .and(DescribedPredicate.not(resideInAPackage(BASE + ".fetch")))
                    .and(DescribedPredicate.not(resideInAPackage(BASE + ".request")))
                    .and(DescribedPredicate.not(simpleName("ImageCheck")))
                    .and(DescribedPredicate.not(simpleName("StrictClient"))));

    @ArchTest
    static final ArchRule mp4KnowsNothing = onlyDependOn("mp4");

    @ArchTest
    static final ArchRule queriesKnowEndpointsAlone = onlyDependOn("management", "request");

    @ArchTest
    static final ArchRule accountsAreQueries = onlyDependOn("account", "management", "exchange");

    @ArchTest
    static final ArchRule warmUpsAreQueries = onlyDependOn("warmup", "management", "error", "request");

    @ArchTest
    static final ArchRule tokensKnowNothing = onlyDependOn("auth");

    @ArchTest
    static final ArchRule theSeamKnowsNeitherTransportNorFilters =
            onlyDependOn("exchange", "request", "error", "guard", "mp4");

    @ArchTest
    static final ArchRule guardsKnowNothing = onlyDependOn("guard");

    @ArchTest
    static final ArchRule theTransportIsUsedByTheClientAlone = noClasses()
            .that()
            .resideOutsideOfPackages(BASE, BASE + ".transport")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BASE + ".transport");

    @ArchTest
    static final ArchRule theNettyClientKnowsNoCall = onlyDependOn("netty", "error");

    @ArchTest
    static final ArchRule theNettyClientIsUsedByTheTransportTheBuilderAndTheFetcher = noClasses()
            .that()
            .resideOutsideOfPackages(BASE, BASE + ".transport", BASE + ".netty", BASE + ".fetch")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BASE + ".netty");

    @ArchTest
    static final ArchRule reactorNettyIsKnownToTheTransportTheBuilderAndTheFetcher = noClasses()
            .that()
            .resideOutsideOfPackages(BASE, BASE + ".transport", BASE + ".netty", BASE + ".fetch")
            .and()
            .haveNameNotMatching(".*\\.sink\\.EventLoops")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("reactor.netty..", "io.netty.handler..", "io.netty.channel..");

    @ArchTest
    static final ArchRule micrometerIsKnownToObservationsAlone = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".observation")
            .and()
            .haveNameNotMatching(".*\\.LogScope(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.github.resilience4j.micrometer..");

    @ArchTest
    static final ArchRule publicSignaturesShowNoStrangers = classes()
            .that()
            .arePublic()
            .and(DescribedPredicate.describe("are of the API", type -> API.contains(type.getPackageName())))
            .and(DescribedPredicate.describe(
                    "are not for the client alone", type -> !MADE_BY_THE_CLIENT.contains(type.getName())))
            .and()
            .doNotHaveFullyQualifiedName(PASSAGE)
            .should(showKnownTypesOnly());

    @ArchTest
    static final ArchRule passagesAreKnownToTheLibrarysOwnFiltersAlone = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + ".exchange", BASE + ".observation", BASE + ".resilience")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName(PASSAGE);

    @ArchTest
    static final ArchRule whatTheClientMakesIsKnownToTheClientAlone = noClasses()
            .that()
            .haveNameNotMatching(".*\\.DefaultChutesClient")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are for the client alone", type -> MADE_BY_THE_CLIENT.contains(type.getName())));

    @ArchTest
    static final ArchRule operationsKnowTheSeamAndQueriesAlone =
            onlyDependOn("operation", "error", "exchange", "guard", "management", "mp4", "request");

    @ArchTest
    static final ArchRule theCatalogueKnowsRequestsAndQueriesAlone =
            onlyDependOn("catalogue", "error", "management", "request");

    @ArchTest
    static final ArchRule publicClassesAreNotForSubclassing = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and()
            .doNotHaveModifier(JavaModifier.FINAL)
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and(DescribedPredicate.describe("are not named as open", type -> !OPEN.contains(type.getName())))
            .should(beAbstractWithoutAPublicConstructor());

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes().that().haveSimpleName("package-info").should(beAnnotatedWith(NullMarked.class));

    @ArchTest
    static final ArchRule everyClassIsInAMarkedPackage = classes().should(beInAMarkedPackage());

    @ArchTest
    static final ArchRule namesSayWhatATypeIs =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)(\\$.*)?");

    @ArchTest
    static final ArchRule nothingBlocks = noClasses()
            .should(callOneOf(
                    Set.of("block", "blockFirst", "blockLast", "blockOptional", "toStream", "toIterable", "toFuture")));

    @ArchTest
    static final ArchRule nothingSubscribesByItself = noClasses().should(subscribe());

    @ArchTest
    static final ArchRule nothingWaits = noClasses()
            .that()
            .doNotHaveSimpleName("ReadAhead") // a stream, whose readers wait
            .should()
            .callMethodWhere(DescribedPredicate.describe("waits", call -> waits(call)));

    @ArchTest
    static final ArchRule nothingPrints = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "prints a stack trace", call -> call.getName().equals("printStackTrace")));

    @ArchTest
    static final ArchRule nothingIsChangedForTheWholeProcess = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("reactor.core.publisher.Hooks")
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "hooks into schedulers",
                    call -> call.getTargetOwner().isEquivalentTo(Schedulers.class)
                            && call.getName().matches("(on|add|reset|set|register).*")))
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "adds to what is propagated",
                    call -> call.getTargetOwner().getName().equals("io.micrometer.context.ContextRegistry")));

    @ArchTest
    static final ArchRule randomnessNeitherBlocksNorContends = noClasses()
            .should()
            .callConstructorWhere(DescribedPredicate.describe("makes a Random", ArchitectureTests::makesRandom))
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule nothingIsSynchronisedOnTheEventLoop = noClasses()
            .that()
            .resideInAnyPackage(BASE + ".transport", BASE + ".netty")
            .and()
            .doNotHaveSimpleName("ErrorBody")
            .should(haveSynchronizedMethods());

    private static ArchRule onlyDependOn(String name, String... others) {
        Set<String> allowed = Stream.concat(Stream.of(name), Stream.of(others))
                .map(other -> BASE + "." + other)
                .collect(Collectors.toSet());
        return noClasses()
                .that()
                .resideInAPackage(BASE + "." + name)
                .should()
                .dependOnClassesThat(resideInAPackage(BASE + "..")
                        .and(DescribedPredicate.describe(
                                "are outside of " + allowed, type -> !allowed.contains(type.getPackageName()))));
    }

    private static ArchCondition<JavaClass> showKnownTypesOnly() {
        return new ArchCondition<>("show known types only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getCodeUnits().stream()
                        .filter(unit -> isShown(unit))
                        .forEach(unit -> shownBy(unit)
                                .filter(shown -> !isKnown(type, unit, shown))
                                .forEach(shown -> events.add(SimpleConditionEvent.violated(
                                        unit, unit.getFullName() + " shows " + shown.getName()))));
            }
        };
    }

    private static boolean isShown(JavaCodeUnit unit) {
        Set<JavaModifier> modifiers = unit.getModifiers();
        return !modifiers.contains(JavaModifier.SYNTHETIC)
                && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
    }

    private static Stream<JavaClass> shownBy(JavaCodeUnit unit) {
        return Stream.concat(
                        Stream.of(unit.getReturnType()),
                        Stream.concat(unit.getParameterTypes().stream(), unit.getThrowsClause().getTypes().stream()))
                .map(JavaType::getAllInvolvedRawTypes)
                .flatMap(Set::stream)
                .map(JavaClass::getBaseComponentType);
    }

    private static boolean isKnown(JavaClass owner, JavaCodeUnit unit, JavaClass shown) {
        String name = shown.getName();
        boolean escapeHatch = name.equals("reactor.netty.http.client.HttpClient")
                && owner.isAssignableTo(ChutesClient.Builder.class)
                && unit.getName().equals("httpClient");
        return shown.isPrimitive()
                || name.startsWith("java.")
                || name.startsWith("javax.net.ssl.")
                || API.contains(shown.getPackageName())
                || SHOWN_EVERYWHERE.contains(name)
                || SHOWN_IN_PACKAGES.stream()
                        .anyMatch(pair -> (owner.getPackageName() + " " + name).startsWith(pair + "."))
                || escapeHatch;
    }

    private static ArchCondition<JavaClass> beAbstractWithoutAPublicConstructor() {
        return new ArchCondition<>("be abstract, without a constructor to call from outside") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean open = !type.getModifiers().contains(JavaModifier.ABSTRACT)
                        || type.getConstructors().stream().anyMatch(ArchitectureTests::isShown);
                if (open) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " can be subclassed"));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> beInAMarkedPackage() {
        return new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> callOneOf(Set<String> names) {
        return new ArchCondition<>("call one of " + names) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                publisherCalls(type)
                        .filter(call -> names.contains(call.getName()))
                        .forEach(call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
            }
        };
    }

    /** Subscribing with a subscriber of one's own is how an operator is made; with lambdas, or none, it is an end. */
    private static ArchCondition<JavaClass> subscribe() {
        return new ArchCondition<>("subscribe") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                publisherCalls(type)
                        .filter(call -> call.getName().equals("subscribe"))
                        .filter(call -> !takesSubscriber(call))
                        .filter(call -> !SUBSCRIBING.contains(call.getOrigin().getFullName()))
                        .forEach(call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
            }
        };
    }

    private static boolean takesSubscriber(JavaMethodCall call) {
        return call.getTarget().getRawParameterTypes().stream()
                .anyMatch(parameter -> parameter.isAssignableTo(Subscriber.class));
    }

    private static Stream<JavaMethodCall> publisherCalls(JavaClass type) {
        return type.getMethodCallsFromSelf().stream()
                .filter(call -> call.getTargetOwner().isAssignableTo(Mono.class)
                        || call.getTargetOwner().isAssignableTo(Flux.class));
    }

    private static boolean waits(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        return (owner.isEquivalentTo(Thread.class) && (name.equals("sleep") || name.equals("join")))
                || owner.isEquivalentTo(LockSupport.class)
                || (owner.isAssignableTo(CountDownLatch.class) && name.equals("await"))
                || (owner.isAssignableTo(Future.class) && name.equals("get"));
    }

    private static boolean makesRandom(JavaConstructorCall call) {
        return call.getTargetOwner().isAssignableTo(Random.class);
    }

    private static ArchCondition<JavaClass> haveSynchronizedMethods() {
        return new ArchCondition<>("have synchronized methods") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethods().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                        .forEach(method -> events.add(SimpleConditionEvent.satisfied(method, method.getFullName())));
            }
        };
    }

    /** A rule over nothing holds always. */
    @ArchTest
    static void theClassesAreThere(JavaClasses all) {
        if (all.size() < 50 || !all.contain(ChutesClient.class)) {
            throw new AssertionError("only " + all.size() + " classes were imported");
        }
    }
}
