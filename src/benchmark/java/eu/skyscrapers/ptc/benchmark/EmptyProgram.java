package eu.skyscrapers.ptc.benchmark;

/** Costs what any Java program costs. */
final class EmptyProgram {
    private EmptyProgram() {}

    public static void main(String[] args) {}
}
