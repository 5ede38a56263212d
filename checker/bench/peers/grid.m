-- A grid of dials, as graphs/grid.ts has it; DIALS and VALUES are set by whoever runs it.
const DIALS: @DIALS@;
const VALUES: @VALUES@;
var dial: array [0 .. DIALS - 1] of 0 .. VALUES - 1;

startstate begin
  for d: 0 .. DIALS - 1 do dial[d] := 0; endfor;
end;

ruleset d: 0 .. DIALS - 1 do
  rule "turn" begin
    dial[d] := (dial[d] + 1) % VALUES;
  end;
endruleset;
