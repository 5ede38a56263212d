-- Blocks in groups, as graphs/blocks.ts has them; GROUPS, LENGTH and THREADS are set by whoever runs it.
const
  GROUPS: @GROUPS@;
  LENGTH: @LENGTH@; -- blocks of a group
  THREADS: @THREADS@;
  N: GROUPS * LENGTH;
  WHOLE: 1;
  PARTS: 2;
type
  Server: 0 .. THREADS - 1;
  Block: 0 .. N - 1;
  Group: 0 .. GROUPS - 1;
  Bit: 0 .. 1;
  Place: enum { free, changing, hiding, asking, opening, reforming, undoingForm, undoingOpen, unlocking,
                rightLocking, rightFinding, rightShowing, leftLocking, leftFinding, leftShowing, leaving,
                dropping, hidingAll, droppingGroup };
var
  writing: Bit;
  readers: 0 .. THREADS;
  shortages: Bit;
  opened: array [Block] of Bit;
  held: array [Block] of Bit;
  left: array [Block] of Bit;
  right: array [Block] of 0 .. 2;
  form: array [Group] of 0 .. 2;
  at: array [Server] of Place;
  first: array [Server] of 0 .. N;
  last: array [Server] of 0 .. N;
  value: array [Server] of Bit;
  i: array [Server] of 0 .. N;
  as: array [Server] of 0 .. 2;
  changed: array [Server] of array [Block] of Bit;
  reformed: array [Server] of array [Group] of Bit;

function someOpen(g: Group): boolean;
begin
  for b: Block do if b / LENGTH = g & opened[b] = 1 then return true; endif; endfor;
  return false;
end;

function someHeld(g: Group): boolean;
begin
  for b: Block do if b / LENGTH = g & held[b] = 1 then return true; endif; endfor;
  return false;
end;

function mustReform(g: Group): boolean;
begin
  return (form[g] = WHOLE & someOpen(g)) | (form[g] = PARTS & !someOpen(g));
end;

procedure fill(g: Group; seen: 0 .. 2);
begin
  for b: Block do if b / LENGTH = g then right[b] := seen; endif; endfor;
end;

procedure hide(b: Block);
begin
  if right[b] = 2 then fill(b / LENGTH, 0); else right[b] := 0; endif;
end;

procedure forget(s: Server);
begin
  at[s] := free; first[s] := 0; last[s] := 0; value[s] := 0; i[s] := 0; as[s] := 0;
  for b: Block do changed[s][b] := 0; endfor;
  for g: Group do reformed[s][g] := 0; endfor;
end;

procedure change(s: Server; a: 0 .. N; b: 0 .. N; wanted: Bit);
begin
  at[s] := changing; first[s] := a; last[s] := b; value[s] := wanted;
end;

-- The next block of the range, or the next place, from index `from`.
procedure go(s: Server; next: Place; from: 0 .. N);
begin
  if i[s] + 1 < last[s] then i[s] := i[s] + 1; else i[s] := from; at[s] := next; endif;
end;

-- The same for groups; the index stays where it is.
procedure goGroups(s: Server; next: Place);
begin
  if i[s] < (last[s] - 1) / LENGTH then i[s] := i[s] + 1; else at[s] := next; endif;
end;

startstate begin
  writing := 0; readers := 0; shortages := 1;
  for b: Block do opened[b] := 0; held[b] := 0; left[b] := 0; right[b] := 0; endfor;
  for g: Group do form[g] := 0; endfor;
  for s: Server do forget(s); endfor;
end;

ruleset s: Server do
  ruleset wanted: Bit do
    ruleset b: Block do
      rule "change a block" at[s] = free ==> begin change(s, b, b + 1, wanted); end;
    endruleset;
    ruleset g: Group do
      rule "change a group" at[s] = free & LENGTH > 1 ==> begin change(s, g * LENGTH, g * LENGTH + LENGTH, wanted); end;
    endruleset;
    rule "change all" at[s] = free & GROUPS > 1 ==> begin change(s, 0, N, wanted); end;
  endruleset;
  ruleset b: Block do
    rule "look from the right" at[s] = free ==> begin at[s] := rightLocking; first[s] := b; end;
    rule "look from the left" at[s] = free ==> begin at[s] := leftLocking; first[s] := b; end;
    rule "hold" at[s] = free & opened[b] = 1 & left[b] = 1 & held[b] = 0 ==> begin held[b] := 1; end;
    rule "release" at[s] = free & held[b] = 1 ==> begin held[b] := 0; end;
  endruleset;
  ruleset g: Group do
    rule "drop" at[s] = free ==>
    begin at[s] := dropping; first[s] := g * LENGTH; last[s] := g * LENGTH + LENGTH; end;
  endruleset;

  rule "lock to change" at[s] = changing & writing = 0 & readers = 0 ==>
  begin writing := 1; i[s] := first[s]; at[s] := hiding; end;
  rule "hide" at[s] = hiding ==>
  begin if value[s] = 1 then hide(i[s]); else left[i[s]] := 0; endif; go(s, asking, first[s]); end;
  rule "ask" at[s] = asking ==>
  begin if value[s] = 0 & held[i[s]] = 1 then at[s] := unlocking; else go(s, opening, first[s]); endif; end;
  rule "open" at[s] = opening ==>
  begin
    if opened[i[s]] != value[s] then opened[i[s]] := value[s]; changed[s][i[s]] := 1; endif;
    go(s, reforming, first[s] / LENGTH);
  end;
  rule "reform" at[s] = reforming ==>
  begin
    if mustReform(i[s]) then form[i[s]] := 3 - form[i[s]]; reformed[s][i[s]] := 1; endif;
    goGroups(s, unlocking);
  end;
  rule "run short" at[s] = reforming & shortages = 1 & mustReform(i[s]) ==>
  begin shortages := 0; i[s] := first[s] / LENGTH; at[s] := undoingForm; end;
  rule "undo form" at[s] = undoingForm ==>
  begin
    if reformed[s][i[s]] = 1 then form[i[s]] := 3 - form[i[s]]; endif;
    goGroups(s, undoingOpen);
    if at[s] = undoingOpen then i[s] := first[s]; endif;
  end;
  rule "undo open" at[s] = undoingOpen ==>
  begin
    if changed[s][i[s]] = 1 then opened[i[s]] := 1 - opened[i[s]]; endif;
    go(s, unlocking, first[s]);
  end;
  rule "unlock" at[s] = unlocking ==> begin writing := 0; forget(s); end;

  rule "enter from the right" at[s] = rightLocking & writing = 0 ==> begin readers := readers + 1; at[s] := rightFinding; end;
  rule "find from the right" at[s] = rightFinding ==>
  begin
    if opened[first[s]] = 1 then at[s] := leaving;
    else
      if form[first[s] / LENGTH] = 0 then
        if someOpen(first[s] / LENGTH) then form[first[s] / LENGTH] := PARTS; else form[first[s] / LENGTH] := WHOLE; endif;
      endif;
      as[s] := 3 - form[first[s] / LENGTH];
      at[s] := rightShowing;
    endif;
  end;
  rule "show on the right" at[s] = rightShowing ==>
  begin
    if as[s] = 2 then fill(first[s] / LENGTH, 2);
    elsif right[first[s]] = 0 then right[first[s]] := 1;
    endif;
    at[s] := leaving;
  end;

  rule "enter from the left" at[s] = leftLocking & writing = 0 ==> begin readers := readers + 1; at[s] := leftFinding; end;
  rule "find from the left" at[s] = leftFinding ==>
  begin
    if opened[first[s]] = 0 then at[s] := leaving;
    else
      if form[first[s] / LENGTH] = 0 then form[first[s] / LENGTH] := PARTS; endif;
      at[s] := leftShowing;
    endif;
  end;
  rule "show on the left" at[s] = leftShowing ==> begin left[first[s]] := 1; at[s] := leaving; end;
  rule "leave" at[s] = leaving ==> begin readers := readers - 1; forget(s); end;

  rule "lock to drop" at[s] = dropping & writing = 0 & readers = 0 ==>
  begin writing := 1; i[s] := first[s]; at[s] := hidingAll; end;
  rule "hide all" at[s] = hidingAll ==> begin hide(i[s]); left[i[s]] := 0; go(s, droppingGroup, first[s]); end;
  rule "drop the group" at[s] = droppingGroup ==>
  begin
    if !someHeld(first[s] / LENGTH) then form[first[s] / LENGTH] := 0; endif;
    at[s] := unlocking;
  end;
endruleset;

invariant "nothing is seen from both sides"
  forall b: Block do left[b] = 0 | right[b] = 0 endforall;
invariant "seen whole only where whole"
  forall b: Block do right[b] != 2 | form[b / LENGTH] = WHOLE endforall;
invariant "held only while open"
  forall b: Block do held[b] = 0 | opened[b] = 1 endforall;
invariant "no open block in a whole group, once unlocked"
  forall b: Block do writing = 1 | opened[b] = 0 | form[b / LENGTH] != WHOLE endforall;
