/**
 * What the program costs, beside other ways to the same answer: {@link eu.skyscrapers.ptc.benchmark.Benchmarks} runs all of it.
 * Every contender is a process of its own, and so is the server, so that each one's time and memory are its own.
 */
package eu.skyscrapers.ptc.benchmark;
