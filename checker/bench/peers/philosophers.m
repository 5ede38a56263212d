-- Dining philosophers, the last left-handed, as graphs/philosophers.ts has them; N is set by whoever runs it.
const N: @N@;
type
  Who: 0 .. N - 1;
  Place: enum { thinking, hungry, holding, eating, full };
var
  fork: array [Who] of boolean;
  at: array [Who] of Place;

function one(p: Who): Who;
begin
  if p = N - 1 then return 0; else return p; endif;
end;

function other(p: Who): Who;
begin
  if p = N - 1 then return p; else return p + 1; endif;
end;

startstate begin
  for p: Who do fork[p] := false; at[p] := thinking; endfor;
end;

ruleset p: Who do
  rule "get hungry" at[p] = thinking ==> begin at[p] := hungry; end;
  rule "take one" at[p] = hungry & !fork[one(p)] ==> begin fork[one(p)] := true; at[p] := holding; end;
  rule "take the other" at[p] = holding & !fork[other(p)] ==> begin fork[other(p)] := true; at[p] := eating; end;
  rule "drop one" at[p] = eating ==> begin fork[one(p)] := false; at[p] := full; end;
  rule "drop the other" at[p] = full ==> begin fork[other(p)] := false; at[p] := thinking; end;
endruleset;
